import { PlimsollError } from "@plimsoll/core";
import { isJsonObject } from "../encoding/json.ts";

/**
 * The form of JSON that Notary signs ("OLPC canonical JSON", as its Go library writes it): keys in the
 * order of their UTF-8 bytes, no blanks, only `"` and `\` escaped, whole numbers.
 *
 * @throws PlimsollError `MALFORMED` for what has no such form: fractions, numbers past 2^53, lone
 * surrogates
 */
export function encodeCanonicalJson(value: unknown): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return encodeText(value);
  if (typeof value === "number") {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) return String(value);
    throw new PlimsollError("MALFORMED", "it holds a number that has no canonical form");
  }
  if (Array.isArray(value)) return `[${value.map(encodeCanonicalJson).join(",")}]`;
  if (isJsonObject(value)) {
    const entries = Object.entries(value).map(([key, item]) => ({
      order: Buffer.from(key),
      text: `${encodeText(key)}:${encodeCanonicalJson(item)}`,
    }));
    entries.sort((a, b) => Buffer.compare(a.order, b.order));
    return `{${entries.map(({ text }) => text).join(",")}}`;
  }
  throw new PlimsollError("MALFORMED", "it holds a value that has no canonical form");
}

function encodeText(text: string): string {
  if (text.isWellFormed()) return `"${text.replace(/[\\"]/g, "\\$&")}"`;
  throw new PlimsollError("MALFORMED", "it holds half of a character");
}
