import { createHash } from "node:crypto";
import { statementPayloadType } from "../cosign/media-types.ts";
import { parseStatement } from "../cosign/statement.ts";
import type { PrivateKey } from "../keys/private-key.ts";
import { toSigner } from "../signers/key-signer.ts";
import type { Signer } from "../signers/signer.ts";
import { formatEnvelopeBundle, formatMessageBundle } from "./format-bundle.ts";
import type { LogService } from "./services/signing-config.ts";
import { signEnvelope, signMessage } from "./sign-content.ts";
import { requireTrusted } from "./verify-own.ts";

export interface SignArtifactOptions {
  /** The bytes of the file. */
  artifact: Uint8Array;
  signer: Signer | PrivateKey;
  /** True: the file is an in-toto Statement, and is wrapped in a DSSE envelope. */
  isStatement?: boolean | undefined;
  /** Transparency logs to record the signature in; default: none. */
  tlog?: readonly LogService[] | undefined;
  /** Full addresses of timestamping authorities (RFC 3161); default: none. */
  tsa?: readonly string[] | undefined;
  /** Parsed `trusted_root.json` documents that the finished bundle must satisfy; default: none. */
  trustedRoots?: readonly unknown[] | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Signs a file that lies in no registry.
 *
 * @returns a Sigstore bundle v0.3, in JSON
 * @throws PlimsollError `MALFORMED` for a Statement that is none; `SIGNATURE_INVALID` when what was made does
 * not hold; the errors of the signer, the logs and the timestamping authorities
 */
export async function signArtifact(options: SignArtifactOptions): Promise<Buffer> {
  const { artifact, tlog = [], tsa = [], trustedRoots = [], signal } = options;
  const signer = toSigner(options.signer);
  const { publicKey } = signer;
  const notaries = { signer, tlog, tsa, signal };
  if (options.isStatement === true) {
    parseStatement(artifact);
    const signed = await signEnvelope(statementPayloadType, artifact, notaries);
    const bundle = formatEnvelopeBundle(signed);
    await requireTrusted(bundle, { publicKey, trustedRoots });
    return bundle;
  }
  const signed = await signMessage(artifact, notaries);
  const digest = createHash("sha256").update(artifact).digest();
  const bundle = formatMessageBundle(signed, digest);
  await requireTrusted(bundle, { publicKey, trustedRoots, artifact });
  return bundle;
}
