import { PlimsollError } from "@plimsoll/core";
import { decodeBase64 } from "./base64.ts";

/** A key file is a few kilobytes; RSA 16384 with armour is under 16 KiB. */
const maxPemCharacters = 64 * 1024;

export interface PemBlock {
  /** e.g. `PUBLIC KEY` */
  readonly label: string;
  readonly bytes: Buffer;
}

/**
 * Reads the one block of a PEM text (RFC 7468).
 *
 * @throws PlimsollError `KEY_INVALID` when there is none, more than one, or its base64 is broken
 */
export function parsePem(text: string): PemBlock {
  if (text.length > maxPemCharacters) {
    throw invalid(`The key file is longer than ${maxPemCharacters} characters`);
  }
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const begins = lines.flatMap((line, index) => (isBoundary(line, "BEGIN") ? [index] : []));
  const ends = lines.flatMap((line, index) => (isBoundary(line, "END") ? [index] : []));
  const [begin] = begins;
  const [end] = ends;
  if (begin === undefined || end === undefined) throw invalid("The key is not in PEM form");
  if (begins.length > 1 || ends.length > 1) throw invalid("The key file holds more than one block");
  const label = lines[begin]!.slice("-----BEGIN ".length, -"-----".length);
  const bytes = decodeBase64(lines.slice(begin + 1, end).join(""));
  if (lines[end] !== `-----END ${label}-----` || bytes === undefined || bytes.length === 0) {
    throw invalid(`The PEM block "${label.slice(0, 64)}" is broken`);
  }
  return { label, bytes };
}

/** A PEM block with lines of 64 characters. */
export function formatPem(label: string, bytes: Uint8Array): string {
  const body =
    Buffer.from(bytes)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...body, `-----END ${label}-----`, ""].join("\n");
}

function isBoundary(line: string, word: "BEGIN" | "END"): boolean {
  return line.startsWith(`-----${word} `) && line.endsWith("-----");
}

function invalid(message: string): PlimsollError {
  return new PlimsollError("KEY_INVALID", message, {
    action: "Give a PEM file with one key, as written by cosign or openssl.",
  });
}
