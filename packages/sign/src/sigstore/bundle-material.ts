import { PlimsollError } from "@plimsoll/core";
import { type Bundle, bundleFromJSON } from "@sigstore/bundle";
import { X509Certificate } from "@sigstore/core";
import { bundleTypes } from "../cosign/media-types.ts";
import { decodeBase64 } from "../encoding/base64.ts";
import { isJsonObject, parseJsonObject } from "../encoding/json.ts";
import type { Sha2, SignedMaterial } from "./material.ts";

/** A bundle around a signature over bare bytes. */
export interface SignedMessage {
  readonly algorithm: Sha2;
  readonly digest: Buffer;
}

/** What a Sigstore bundle carries, apart from what was signed. */
export interface BundleParts extends Omit<SignedMaterial, "content"> {
  /** Absent when it holds a DSSE envelope. */
  readonly message?: SignedMessage | undefined;
  /** What the bundle calls the key, where it was made with one. */
  readonly hint?: string | undefined;
}

/** protobuf-specs, sigstore_common.proto, HashAlgorithm */
const hashAlgorithms: Readonly<Record<number, Sha2>> = { 1: "sha256", 2: "sha384", 3: "sha512" };

/** Fields whose base64 `@sigstore/bundle` decodes whatever it holds. */
const binaryFields: ReadonlySet<string> = new Set([
  ...["rawBytes", "keyId", "signedEntryTimestamp", "rootHash", "canonicalizedBody"],
  ...["signedTimestamp", "digest", "signature", "payload", "sig"],
]);

/**
 * Reads a bundle with everything that proves who signed it (protobuf-specs, sigstore_bundle.proto,
 * versions 0.1 to 0.3).
 *
 * @throws PlimsollError `MALFORMED`, `LIMIT_EXCEEDED` or `UNSUPPORTED`
 */
export function readBundleParts(bytes: Uint8Array): BundleParts {
  const json = parseJsonObject(bytes);
  const { mediaType, messageSignature, dsseEnvelope } = json;
  if (typeof mediaType !== "string" || !bundleTypes.includes(mediaType)) {
    throw new PlimsollError("UNSUPPORTED", "it is not a Sigstore bundle of version 0.1 to 0.3");
  }
  if ((messageSignature === undefined) === (dsseEnvelope === undefined)) {
    throw malformed("it does not hold exactly one of a message's signature and an envelope");
  }
  refuseLooseBase64(json);
  return partsOf(parse(json));
}

function parse(json: unknown): Bundle {
  try {
    return bundleFromJSON(json);
  } catch (cause) {
    // Not only its own errors: it takes the types of fields for granted.
    const why = cause instanceof Error ? cause.message : "it is broken";
    throw new PlimsollError("MALFORMED", `its parts do not fit its version: ${why}`, { cause });
  }
}

function partsOf({ content, verificationMaterial }: Bundle): BundleParts {
  const { tlogEntries: entries, timestampVerificationData } = verificationMaterial;
  const shared = {
    entries,
    timestamps: (timestampVerificationData?.rfc3161Timestamps ?? []).map(
      ({ signedTimestamp }) => signedTimestamp,
    ),
    ...signerOf(verificationMaterial.content),
  };
  if (content.$case === "dsseEnvelope") {
    return { ...shared, signature: content.dsseEnvelope.signatures[0]!.sig };
  }
  const { messageDigest, signature } = content.messageSignature;
  const algorithm = hashAlgorithms[messageDigest.algorithm];
  if (algorithm === undefined) {
    throw new PlimsollError("UNSUPPORTED", "its message's digest is not of SHA-2");
  }
  return { ...shared, signature, message: { algorithm, digest: messageDigest.digest } };
}

function signerOf(
  content: Bundle["verificationMaterial"]["content"],
): Pick<BundleParts, "certificate" | "hint"> {
  if (content.$case === "publicKey") return { hint: content.publicKey.hint };
  if (content.$case === "certificate") return { certificate: content.certificate.rawBytes };
  const [leaf, ...others] = content.x509CertificateChain.certificates;
  // sigstore_bundle.proto: no root may come along, and whose it is would be the sender's choice.
  if ([leaf!, ...others].some(({ rawBytes }) => isSelfSigned(rawBytes))) {
    throw malformed("its chain holds a root");
  }
  return { certificate: leaf!.rawBytes };
}

function isSelfSigned(bytes: Buffer): boolean {
  try {
    const { subject, issuer } = X509Certificate.parse(Buffer.from(bytes));
    return subject.length > 0 && subject.equals(issuer);
  } catch {
    throw malformed("a certificate of its chain is broken");
  }
}

function refuseLooseBase64(value: unknown): void {
  if (Array.isArray(value)) {
    for (const item of value) refuseLooseBase64(item);
  } else if (isJsonObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      const texts = key === "hashes" && Array.isArray(member) ? member : [member];
      const isBinary = binaryFields.has(key) || key === "hashes";
      const isLoose = (text: unknown) =>
        typeof text === "string" && decodeBase64(text) === undefined;
      if (isBinary && texts.some(isLoose)) throw malformed(`its ${key} is not canonical base64`);
      refuseLooseBase64(member);
    }
  }
}

function malformed(message: string): PlimsollError {
  return new PlimsollError("MALFORMED", message);
}
