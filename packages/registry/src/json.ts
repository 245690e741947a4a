/** True for a JSON object, not for an array or null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The JSON object that `text` is; undefined for anything else. The text is never quoted in an error. */
export function parseObject(text: string | Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(
      typeof text === "string" ? text : Buffer.from(text).toString("utf8"),
    );
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The entries of an object whose values are strings. */
export function textValuesOf(value: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
}
