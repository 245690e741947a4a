import type { KeyObject } from "node:crypto";
import type { JsonObject } from "../../encoding/json.ts";
import type { DigestName, KeyAlgorithm } from "../../keys/algorithm.ts";

/** What a log is asked to record: a signature, over what, and by which key or certificate. */
export interface LogRequest {
  readonly content:
    | {
        readonly kind: "dsse";
        /** The envelope as JSON, exactly as it will be kept. */
        readonly envelope: string;
        readonly payload: Uint8Array;
      }
    | { readonly kind: "hashedrekord"; readonly digest: Buffer };
  /** The digest that the signature was made over; `null`: Ed25519, which has its own. */
  readonly digestName: DigestName | null;
  readonly signature: Uint8Array;
  readonly publicKey: { readonly algorithm: KeyAlgorithm; readonly keyObject: KeyObject };
  /** DER of the leaf; absent: a key. */
  readonly certificate: Uint8Array | undefined;
  readonly signal: AbortSignal | undefined;
}

/** protobuf-specs, sigstore_rekor.proto, TransparencyLogEntry, in its JSON form. */
export interface TransparencyLogEntry extends JsonObject {
  readonly logIndex: string;
  readonly logId: { readonly keyId: string };
  readonly kindVersion: { readonly kind: string; readonly version: string };
  readonly integratedTime?: string;
  readonly inclusionPromise?: { readonly signedEntryTimestamp: string };
  readonly inclusionProof?: JsonObject;
  readonly canonicalizedBody: string;
}
