/** A JSON object. */
export type Fields = Readonly<Record<string, unknown>>;

/** The value as an object, or an empty one. */
export function toFields(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** True for a JSON object. */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The text; undefined when it is something else. */
export function toText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The number; undefined when it is something else. */
export function toNumber(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** The boolean; undefined when it is something else. */
export function toFlag(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

/** A list; Go writes an empty one as `null`. Undefined when it is something else or missing. */
export function toList(value: unknown): readonly unknown[] | undefined {
  if (value === null) return [];
  return Array.isArray(value) ? value : undefined;
}

/** The texts of a list; undefined when it is no list or missing. */
export function toTexts(value: unknown): readonly string[] | undefined {
  return toList(value)?.filter((each) => typeof each === "string");
}

/** The objects of a list; undefined when it is no list or missing. */
export function toObjects(value: unknown): readonly Fields[] | undefined {
  return toList(value)?.filter(isFields);
}
