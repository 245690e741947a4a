import { resolve } from "node:path";
import {
  type Config,
  type Incomplete,
  PlimsollError,
  type Trust,
  toPlimsollError,
} from "@plimsoll/core";
import type { Image } from "@plimsoll/image";
import type { RegistryClient } from "@plimsoll/registry";
import type { PublicKey, VerifyOptions } from "@plimsoll/sign";
import { readTextFile } from "../files/read-text-file.ts";
import type { CheckContext } from "./context.ts";
import { openTrustPolicy } from "./trust-policy.ts";

const maxKeyBytes = 1024 * 1024;

/**
 * Verifies the image's signatures by the rules or with the keys of the configuration. What keeps the registry from
 * answering is listed, and the signatures count as not checked.
 *
 * @throws PlimsollError when a key, certificate or rule of the configuration cannot be used
 */
export async function checkTrust(
  image: Image,
  client: RegistryClient,
  context: CheckContext,
): Promise<{ trust: Trust; incomplete: Incomplete[] }> {
  const { config, parts, options, directory } = context;
  if (!parts.has("trust")) return { trust: notChecked("It was not asked for."), incomplete: [] };
  if (image.subject.source !== "registry") {
    const reason = "Signatures live in a registry; this image was read from elsewhere.";
    return { trust: notChecked(reason), incomplete: [] };
  }
  const policy = await openTrustPolicy(context);
  if (policy === undefined && config.trust.keys.length === 0 && !config.trust.require) {
    const reason = "No keys were given (trust.keys), and no rules (trust.rules).";
    return { trust: notChecked(reason), incomplete: [] };
  }
  const keys = policy === undefined ? await loadKeys(config, directory) : [];
  return verifyNamed(
    {
      client,
      reference: image.subject.reference,
      digest: image.manifestDigest,
      ...(policy === undefined ? { keys } : { policy }),
    },
    options,
  );
}

/** Verifies what a name stands for in its registry. What keeps that from answering is listed. */
export async function verifyNamed(
  asked: Omit<VerifyOptions, "reference"> & { reference: string },
  { signal }: Pick<CheckContext["options"], "signal">,
): Promise<{ trust: Trust; incomplete: Incomplete[] }> {
  const [{ verifyImage }, { parseReference }] = await Promise.all([
    import("./verifying.ts"),
    import("@plimsoll/registry"),
  ]);
  try {
    const reference = parseReference(asked.reference.replace(/^registry:/, ""));
    return { trust: await verifyImage({ ...asked, reference, signal }), incomplete: [] };
  } catch (cause) {
    const error = toPlimsollError(cause, "INTERNAL", "The signatures could not be checked");
    const entry = { code: error.code, what: "signatures", why: error.message };
    return { trust: notChecked(error.message), incomplete: [entry] };
  }
}

function notChecked(reason: string): Trust {
  return { result: "notChecked", reason, signatures: [] };
}

/**
 * The public keys of the configuration.
 *
 * @throws PlimsollError `KEY_INVALID` when one cannot be used
 */
export async function loadKeys(config: Config, directory: string): Promise<PublicKey[]> {
  const { loadPublicKey } = await import("./verifying.ts");
  return Promise.all(
    config.trust.keys.map(async (path) =>
      loadPublicKey(await readPublicKey(resolve(directory, path))),
    ),
  );
}

/** Reads the PEM file of a public key. @throws PlimsollError `KEY_INVALID` */
export async function readPublicKey(path: string): Promise<string> {
  try {
    return await readTextFile(path, maxKeyBytes);
  } catch (cause) {
    const { message } = toPlimsollError(cause, "KEY_INVALID", "The system says");
    throw new PlimsollError("KEY_INVALID", `The public key could not be read: ${message}`, {
      subject: path,
      action: "Name a PEM file under trust.keys or with --key.",
      cause,
    });
  }
}
