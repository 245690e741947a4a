import { crc32 } from "node:zlib";
import type { Verification } from "../detector.ts";

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const checksumLength = 6;

/**
 * Tokens of GitHub and npm since 2021: a prefix up to the last `_`, random characters, and their
 * CRC-32 as six digits of base 62 (github.blog, "Behind GitHub's new authentication token formats").
 */
export function verifyCrc32Token(token: string): Verification {
  const body = token.slice(token.lastIndexOf("_") + 1);
  const random = body.slice(0, -checksumLength);
  return toBase62(crc32(random)) === body.slice(-checksumLength) ? "verified" : "doubtful";
}

/** A number as six digits of base 62, zeros in front. */
export function toBase62(value: number): string {
  let text = "";
  for (let rest = value, i = 0; i < checksumLength; i += 1) {
    text = digits[rest % digits.length] + text;
    rest = Math.floor(rest / digits.length);
  }
  return text;
}
