import { notAPackage } from "./installed-package.ts";

/** A JSON object whose members are still to be checked. */
export type JsonObject = { readonly [key: string]: unknown };

/**
 * Parses package metadata that is JSON. A byte order mark, which is not JSON, is passed over.
 *
 * @throws PlimsollError `MALFORMED` when the text is not JSON
 */
export function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (cause) {
    throw notAPackage(path, "The file is not JSON", cause);
  }
}

/**
 * Parses package metadata that is a JSON object.
 *
 * @throws PlimsollError `MALFORMED` when it is anything else
 */
export function parseJsonObject(text: string, path: string): JsonObject {
  const value = parseJson(text, path);
  if (!isJsonObject(value)) throw notAPackage(path, "The file is not a JSON object");
  return value;
}

/** True for a JSON object; a list is none. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The line, counted from 1, in which a JSON text first holds this string; 1 when it does not. */
export function lineOfString(text: string, value: string): number {
  const end = text.indexOf(JSON.stringify(value));
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < end; at = text.indexOf("\n", at + 1)) {
    line += 1;
  }
  return line;
}
