import { isObject, list, text } from "../records/fields.ts";

// Cc: controls. Cf: bidirectional overrides and the like. Cs: halves of surrogates.
const steering = /[\p{Cc}\p{Cf}\p{Cs}]/gu;

/** A document's words as one harmless line; empty for what is no text. */
export function words(value: unknown, limit = 500): string {
  const plain = text(value)
    .slice(0, 4 * limit)
    .replace(steering, " ")
    .replace(/ {2,}/g, " ")
    .trim();
  return plain.length <= limit ? plain : `${plain.slice(0, limit - 1).toWellFormed()}…`;
}

/** A moment as RFC 3339 in UTC, so that two can be compared as text; empty for what is none. */
export function moment(value: unknown): string {
  const given = text(value);
  if (given.length > 64 || !/^\d{4}-\d{2}-\d{2}/.test(given)) return "";
  const ms = Date.parse(given);
  return Number.isNaN(ms) ? "" : new Date(ms).toISOString();
}

/** The objects among the items of a list. */
export function objects(value: unknown): Record<string, unknown>[] {
  return list(value).filter(isObject);
}

/** The texts among the items of a list. */
export function texts(value: unknown): string[] {
  return list(value).filter((item) => typeof item === "string");
}

const digestSyntax = /^[0-9a-f]{64}$/;

/** `sha256:<hex>` for the value of a SHA-256, with or without the name before it. */
export function sha256Digest(value: unknown): string[] {
  const hex = text(value)
    .slice(0, 100)
    .toLowerCase()
    .replace(/^sha-?256:/, "");
  return digestSyntax.test(hex) ? [`sha256:${hex}`] : [];
}

/** True when the algorithm's name is one of the ways to write SHA-256. */
export function isSha256Name(value: unknown): boolean {
  return /^sha-?256$/i.test(text(value));
}

/** A text that may be a package URL. */
export function isPurl(value: unknown): value is string {
  return typeof value === "string" && value.length <= 2_000 && /^pkg:/i.test(value);
}

/** `{ [key]: value }`, or nothing for an empty text. */
export function optional<Key extends string>(key: Key, value: string): { [K in Key]?: string } {
  return value === "" ? {} : ({ [key]: value } as { [K in Key]?: string });
}
