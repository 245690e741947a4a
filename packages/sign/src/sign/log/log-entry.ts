import type { KeyObject } from "node:crypto";
import type { JsonObject } from "../../encoding/json.ts";
import type { DigestName, KeyAlgorithm } from "../../keys/algorithm.ts";

/** What a log is asked to record: a signature, over what, and by which key or certificate. */
export interface LogRequest {
  /** Digest of the bytes that were signed, by `digestName`; for Ed25519, SHA-256. */
  readonly digest: Buffer;
  /** Where a DSSE envelope was signed: as JSON, exactly as it will be kept, and what is in it. */
  readonly envelope: { readonly json: string; readonly payload: Uint8Array } | undefined;
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
