import { createHash } from "node:crypto";
import { PlimsollError } from "@plimsoll/core";

const sha256Pattern = /^sha256:[0-9a-f]{64}$/;

export function isSha256(value: unknown): value is string {
  return typeof value === "string" && sha256Pattern.test(value);
}

/** @throws PlimsollError `UNSUPPORTED`: cosign names its signatures by SHA-256 alone */
export function requireSha256(digest: string): string {
  if (sha256Pattern.test(digest)) return digest;
  throw new PlimsollError("UNSUPPORTED", "Signatures are looked up by SHA-256 digests only", {
    subject: digest.slice(0, 160),
    action: "Name the image by a digest of the form sha256:<64 lower-case hexadecimal digits>.",
  });
}

/** `sha256:` and the digest of the bytes in hexadecimal. */
export function sha256Of(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** The tag that cosign keeps the attestations of a digest under: `sha256-<hex>.att`. */
export function attestationTag(digest: string): string {
  return `${digest.replace(":", "-")}.att`;
}

/** The tag that cosign keeps the classic signatures of a digest under: `sha256-<hex>.sig`. */
export function signatureTag(digest: string): string {
  return `${digest.replace(":", "-")}.sig`;
}

/** The tag that cosign kept the bill of materials of a digest under: `sha256-<hex>.sbom`. */
export function sbomTag(digest: string): string {
  return `${digest.replace(":", "-")}.sbom`;
}
