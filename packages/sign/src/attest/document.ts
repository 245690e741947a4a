import { PlimsollError } from "@plimsoll/core";
import { isJsonObject, type JsonObject } from "../encoding/json.ts";

/** A field of a document, by its path: `scanner.uri`. */
export function fieldOf(document: JsonObject, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((value, key) => (isJsonObject(value) ? value[key] : undefined), document);
}

/**
 * Makes sure that a document has what its format demands, as far as readers depend on it.
 *
 * @param what as errors name it
 * @throws PlimsollError `MALFORMED`
 */
export function requireFields(
  document: JsonObject,
  paths: readonly string[],
  what: string,
): JsonObject {
  const missing = paths.find((path) => {
    const value = fieldOf(document, path);
    return value === undefined || value === null || value === "";
  });
  if (missing === undefined) return document;
  throw new PlimsollError("MALFORMED", `The file is not ${what}: it has no ${missing}`, {
    action: "Name the right --type, or give another file.",
  });
}
