import { PlimsollError } from "@plimsoll/core";
import type { Signer } from "../signer.ts";
import { openAwsKey } from "./aws.ts";
import { openAzureKey } from "./azure.ts";
import { openGcpKey } from "./gcp.ts";
import type { KmsContext, KmsOptions } from "./kms.ts";
import { openVaultKey } from "./vault.ts";

const openers: Readonly<Record<string, (uri: string, context: KmsContext) => Promise<Signer>>> = {
  awskms: openAwsKey,
  gcpkms: openGcpKey,
  azurekms: openAzureKey,
  hashivault: openVaultKey,
};

/** True for the name of a key in a key management service, as cosign spells it. */
export function isKmsUri(text: string): boolean {
  return Object.keys(openers).some((scheme) => text.startsWith(`${scheme}://`));
}

/**
 * Opens a key in a key management service: `awskms://`, `gcpkms://`, `azurekms://` or `hashivault://`,
 * as cosign names them. The private key stays there; each signature is asked for over HTTPS, and
 * checked with the public key.
 *
 * @throws PlimsollError `INVALID_ARGUMENT`, `UNAUTHORIZED`, `FORBIDDEN`, `NOT_FOUND`, `KEY_INVALID`,
 * `UNSUPPORTED`, `UNREACHABLE`, `TIMEOUT`, `SERVER_ERROR`, `ABORTED`; no error holds a credential
 */
export async function openKmsKey(uri: string, options: KmsOptions = {}): Promise<Signer> {
  const opener = openers[uri.split("://", 1)[0] ?? ""];
  if (opener === undefined || !isKmsUri(uri)) {
    throw new PlimsollError("INVALID_ARGUMENT", "There is no such key management service", {
      action: "Write awskms://…, gcpkms://…, azurekms://… or hashivault://….",
    });
  }
  const { env = process.env, signal, now = Date.now } = options;
  return opener(uri, { env, signal, now });
}
