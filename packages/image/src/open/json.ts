import { PlimsollError } from "@plimsoll/core";

export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Parses a JSON object.
 *
 * @throws PlimsollError `MALFORMED`
 */
export function parseObject(bytes: Uint8Array, what: string, subject: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString());
  } catch (cause) {
    throw new PlimsollError("MALFORMED", `${what} is not JSON`, { subject, cause });
  }
  if (isObject(value)) return value;
  throw new PlimsollError("MALFORMED", `${what} is not a JSON object`, { subject });
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value when it is a text that is not empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The texts of a list; everything else counts as no text. */
export function textsOf(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.filter((item) => typeof item === "string");
}

/** The objects of a list; everything else counts as no object. */
export function objectsOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
