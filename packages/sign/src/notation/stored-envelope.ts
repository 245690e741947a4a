import type { EnvelopeFormat } from "./media-types.ts";

/** An envelope as the registry keeps it. */
export interface StoredEnvelope {
  readonly format: EnvelopeFormat;
  readonly bytes: Buffer;
  /** Digest of the manifest that carries it. */
  readonly manifestDigest: string;
}
