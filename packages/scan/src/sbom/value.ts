import { isJsonObject, type JsonObject } from "../formats/json-object.ts";
import { sbomLimits } from "./limits.ts";

/** Text of a document that is on one line, not empty and not absurdly long; else undefined. */
export function textOf(value: unknown): string | undefined {
  if (typeof value !== "string" || value.length > sbomLimits.valueLength) return undefined;
  const text = value.trim();
  return text === "" || /[\n\r]/.test(text) ? undefined : text;
}

/** The objects of a list; anything else is passed over. */
export function objectsOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** The object, or an empty one. */
export function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** A path as the inventory writes it: from the root, without a leading slash. */
export function pathOf(value: unknown): string | undefined {
  return textOf(value)?.replace(/^\/+/, "") || undefined;
}
