import { generateKeyPair, type X509Certificate } from "node:crypto";
import { promisify } from "node:util";
import { signBytes } from "../../keys/algorithm.ts";
import { describePublicKey } from "../../keys/public-key.ts";
import { checkIdentityToken, type IdentityToken } from "../../oidc/identity-token.ts";
import type { Signer } from "../signer.ts";
import { requestCertificate } from "./fulcio.ts";

export interface KeylessOptions {
  /** From `findIdentityToken`, or the token itself. */
  readonly identityToken: IdentityToken | string;
  /** Base address of Fulcio, e.g. `https://fulcio.sigstore.dev`. */
  readonly fulcioUrl: string;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds since 1970; default: the machine's clock. */
  readonly now?: (() => number) | undefined;
}

/** A signer whose key lives as long as this process, and whose certificate says who runs it. */
export interface KeylessSigner extends Signer {
  certificateChain(): Promise<readonly Uint8Array[]>;
  /** The certificate's subject alternative name, e.g. the workflow's URI. */
  readonly subject: string;
  /** RFC 3339; the certificate is of no use later. */
  readonly expiresAt: string;
}

/**
 * Makes a key of its own (ECDSA P-256) and has Fulcio certify whom the identity token names. The
 * private key is never written anywhere.
 *
 * @throws PlimsollError `KEY_INVALID` for a token that is of no use; the errors of `requestService`; the
 * token is in none of them
 */
export async function keylessSigner(options: KeylessOptions): Promise<KeylessSigner> {
  const { identityToken: given, fulcioUrl, signal, now = Date.now } = options;
  // Also one that was found a while ago: it may have expired since.
  const identity = checkIdentityToken(typeof given === "string" ? given : given.token, { now });
  const pair = await promisify(generateKeyPair)("ec", { namedCurve: "prime256v1" });
  const chain = await requestCertificate({ ...pair, fulcioUrl, identity, signal, now });
  const [leaf] = chain;
  const publicKey = describePublicKey(pair.publicKey);
  return {
    publicKey,
    sign: async (bytes) => signBytes(publicKey.algorithm, pair.privateKey, bytes),
    certificateChain: async () => chain.map(({ raw }) => raw),
    subject: subjectOf(leaf!),
    expiresAt: leaf!.validToDate.toISOString(),
  };
}

/** `URI:https://…` or `email:…`, without what kind it is. */
function subjectOf({ subjectAltName }: X509Certificate): string {
  return (subjectAltName ?? "").replace(/^[A-Za-z ]+:/, "");
}
