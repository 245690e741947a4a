import { PlimsollError } from "@plimsoll/core";
import { decodeBase64 } from "../encoding/base64.ts";
import { isJsonObject, parseJsonObject } from "../encoding/json.ts";
import { limits } from "../limits.ts";
import { bundleTypes } from "./media-types.ts";

/** What proves who signed: a key known beforehand, or a certificate (keyless). */
export type BundleMaterial =
  | { readonly kind: "public-key"; readonly hint: string | undefined }
  | { readonly kind: "certificate" };

/** What was signed, and the signature. */
export interface Envelope {
  readonly payloadType: string;
  readonly payload: Buffer;
  readonly signature: Buffer;
}

/** A Sigstore bundle that holds a DSSE envelope. */
export interface Bundle extends Envelope {
  readonly material: BundleMaterial;
  readonly logEntries: number;
}

/** DSSE's pre-authentication encoding: the bytes that are signed (secure-systems-lab/dsse, protocol.md). */
export function encodePreAuthentication(payloadType: string, payload: Uint8Array): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.byteLength} `;
  return Buffer.concat([Buffer.from(head), payload]);
}

/** The hint by which cosign names a key: its SHA-256 in base64. */
export function keyHint(keyId: string): string {
  return Buffer.from(keyId, "hex").toString("base64");
}

/**
 * Reads a bundle (protobuf-specs, sigstore_bundle.proto, versions 0.1 to 0.3).
 *
 * @throws PlimsollError `MALFORMED` or `LIMIT_EXCEEDED` for broken ones; `UNSUPPORTED` for other
 * versions and for bundles around a bare message signature
 */
export function parseBundle(bytes: Uint8Array): Bundle {
  const json = parseJsonObject(bytes);
  const { mediaType, dsseEnvelope: envelope } = json;
  if (typeof mediaType !== "string" || !bundleTypes.includes(mediaType)) {
    throw new PlimsollError("UNSUPPORTED", "it is not a Sigstore bundle of version 0.1 to 0.3");
  }
  if (json.messageSignature !== undefined) {
    throw new PlimsollError("UNSUPPORTED", "it holds a message signature, which names no image");
  }
  return { ...parseEnvelope(envelope), ...parseMaterial(json.verificationMaterial) };
}

/**
 * Reads a DSSE envelope (secure-systems-lab/dsse, envelope.md) with exactly one signature.
 *
 * @throws PlimsollError `MALFORMED`
 */
export function parseEnvelope(envelope: unknown): Envelope {
  if (!isJsonObject(envelope)) throw malformed("it holds no DSSE envelope");
  const payloadType = envelope.payloadType;
  if (typeof payloadType !== "string") throw malformed("its envelope has no payloadType");
  return {
    payloadType,
    payload: decode(envelope.payload, "payload"),
    signature: parseSignature(envelope.signatures),
  };
}

function parseSignature(signatures: unknown): Buffer {
  // Sigstore allows exactly one; with several it would be open which of them counts.
  if (!Array.isArray(signatures) || signatures.length !== 1 || !isJsonObject(signatures[0])) {
    throw malformed("its envelope does not have exactly one signature");
  }
  const { sig } = signatures[0];
  if (typeof sig === "string" && sig.length > limits.signatureCharacters) {
    throw malformed("its signature is too long");
  }
  return decode(sig, "signature");
}

function parseMaterial(value: unknown): Pick<Bundle, "material" | "logEntries"> {
  if (!isJsonObject(value)) throw malformed("it has no verification material");
  const { publicKey, certificate, x509CertificateChain: chain, tlogEntries } = value;
  const kinds = [publicKey, certificate, chain].filter((kind) => kind !== undefined);
  if (kinds.length !== 1 || !isJsonObject(kinds[0])) {
    throw malformed("it does not have exactly one kind of verification material");
  }
  const logEntries = Array.isArray(tlogEntries) ? tlogEntries.length : 0;
  if (!isJsonObject(publicKey)) return { material: { kind: "certificate" }, logEntries };
  const hint = typeof publicKey.hint === "string" ? publicKey.hint : undefined;
  return { material: { kind: "public-key", hint }, logEntries };
}

function decode(value: unknown, what: string): Buffer {
  const bytes = typeof value === "string" ? decodeBase64(value) : undefined;
  if (bytes === undefined || bytes.length === 0) throw malformed(`its ${what} is not base64`);
  return bytes;
}

function malformed(message: string): PlimsollError {
  return new PlimsollError("MALFORMED", message);
}
