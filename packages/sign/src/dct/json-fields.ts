import { PlimsollError } from "@plimsoll/core";
import { decodeBase64 } from "../encoding/base64.ts";
import { isJsonObject, type JsonObject } from "../encoding/json.ts";

/** The fields of Notary's documents, each with its bound. They throw PlimsollError `MALFORMED` or `LIMIT_EXCEEDED`. */

export function objectOf(value: unknown, name: string): JsonObject {
  if (isJsonObject(value)) return value;
  throw malformed(`${name} is not an object`);
}

/** Go writes an empty list or map as `null`. */
export function entriesOf(value: unknown, name: string, most: number): [string, unknown][] {
  const entries =
    value === null || value === undefined ? [] : Object.entries(objectOf(value, name));
  if (entries.length > most) throw tooMany(name, most);
  return entries;
}

export function listOf(value: unknown, name: string, most: number): readonly unknown[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw malformed(`${name} is not a list`);
  if (value.length > most) throw tooMany(name, most);
  return value;
}

export function textOf(value: unknown, name: string): string {
  if (typeof value === "string") return value;
  throw malformed(`${name} is not a text`);
}

/** A whole number of at least `least`. */
export function countOf(value: unknown, name: string, least: number): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= least) return value;
  throw malformed(`${name} is not a whole number of at least ${least}`);
}

export function bytesOf(value: unknown, name: string): Buffer {
  const bytes = typeof value === "string" ? decodeBase64(value) : undefined;
  if (bytes !== undefined) return bytes;
  throw malformed(`${name} is not canonical base64`);
}

export function malformed(message: string): PlimsollError {
  return new PlimsollError("MALFORMED", message);
}

function tooMany(name: string, most: number): PlimsollError {
  return new PlimsollError("LIMIT_EXCEEDED", `${name} has more than ${most} entries`);
}
