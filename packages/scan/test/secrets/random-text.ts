import { createHash } from "node:crypto";

/** Alphabets of tokens. */
export const digits = "0123456789";
export const upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
export const lower = upper.toLowerCase();
export const hexadecimal = `${digits}abcdef`;
export const alphanumeric = `${digits}${upper}${lower}`;
export const base64 = `${alphanumeric}+/`;
export const base64url = `${alphanumeric}-_`;
export const base32 = `${upper}234567`;

/**
 * Text that looks random and is the same in every run: no secret lies in these sources, for scanners
 * to find.
 */
export function randomText(length: number, alphabet: string, seed: string): string {
  let text = "";
  for (let round = 0; text.length < length; round += 1) {
    for (const byte of createHash("sha256").update(`${seed} ${round}`).digest()) {
      if (text.length < length) text += alphabet[byte % alphabet.length];
    }
  }
  return text;
}
