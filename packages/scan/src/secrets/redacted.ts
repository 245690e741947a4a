import { createHash } from "node:crypto";
import { entropyOf } from "./entropy.ts";

const longestContext = 60;

/**
 * What may be shown of a match: what stands in front of the value, the part of it that its kind
 * always starts with, and its length. Nothing that tells one secret of the kind from another.
 *
 * @param before what the pattern matched in front of the value: `DB_PASSWORD=`
 * @param prefix the keyword that the value starts with; empty when it starts with none
 * @param others all values that were found beside it
 */
export function previewOf(
  before: string,
  value: string,
  prefix: string,
  others: readonly string[],
): string {
  const fixed = value.slice(0, prefix.length).replace(/\s+/g, " ").trimStart();
  const hidden = `${fixed}**** (${value.length} characters)`;
  const context = before
    .slice(before.search(lastPart))
    .slice(-longestContext)
    .replace(/[\s"'`\\]+/g, " ")
    .trimStart();
  return [value, ...others].some((secret) => before.includes(secret)) ? hidden : context + hidden;
}

/** What was assigned before this is nobody's business. */
const lastPart = /[^,;&?{}\n]{0,200}$/;

/** Values with fewer bits than this can be found again by trying. */
const guessableBits = 64;

/**
 * Tells a value from others without giving it away: leading hexadecimal digits of its SHA-256. A
 * value that could be guessed keeps only four, which fit 1 of 65,536 guesses.
 */
export function identityOf(value: string): string {
  const digest = createHash("sha256").update(value, "latin1").digest("hex");
  return digest.slice(0, entropyOf(value) * value.length < guessableBits ? 4 : 16);
}
