import { createHash, type Hash } from "node:crypto";
import { PlimsollError } from "@plimsoll/core";
import { toPlainText } from "./plain-text.ts";

// image-spec descriptor.md, "Registered algorithms": the two that registries use.
const digestPattern = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

/** True for `sha256:…` and `sha512:…` in lower-case hexadecimal of the right length. */
export function isDigest(text: unknown): text is string {
  return typeof text === "string" && digestPattern.test(text);
}

/** A running hash of the digest's algorithm. */
export function createDigestHash(digest: string): Hash {
  return createHash(algorithmOf(digest));
}

/** Digest of `bytes` by the algorithm of `like`, or SHA-256. */
export function digestOf(bytes: Uint8Array, like = "sha256:"): string {
  const algorithm = algorithmOf(like);
  return `${algorithm}:${createHash(algorithm).update(bytes).digest("hex")}`;
}

/** @throws PlimsollError `INVALID_ARGUMENT` for anything but a digest that can be verified */
export function requireDigest(text: unknown): asserts text is string {
  if (isDigest(text)) return;
  throw new PlimsollError("INVALID_ARGUMENT", "That is not a digest that can be verified", {
    subject: toPlainText(String(text), 150),
    action: "Give sha256: with 64, or sha512: with 128 lower-case hexadecimal digits.",
  });
}

/** The error for content that is not what was asked for. */
export function createDigestMismatch(subject: string, wanted: string, got: string): PlimsollError {
  return new PlimsollError(
    "DIGEST_MISMATCH",
    `The registry sent other content than asked for: its digest is ${got}, not ${wanted}`,
    { subject, action: "Try again; if it stays, the registry or a proxy alters what it serves." },
  );
}

function algorithmOf(digest: string): "sha256" | "sha512" {
  return digest.startsWith("sha512:") ? "sha512" : "sha256";
}
