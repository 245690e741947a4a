import { PlimsollError } from "@plimsoll/core";

const maxDepth = 64;

export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Parses one JSON object the only way it can be read: UTF-8 without a byte order mark, no key twice
 * in an object, at most 64 levels deep. Two readers that disagree about a signed document are how a
 * signature comes to cover something else than what is shown.
 *
 * @throws PlimsollError `MALFORMED` or `LIMIT_EXCEEDED` (depth)
 */
export function parseJsonObject(bytes: Uint8Array): JsonObject {
  const text = decodeText(bytes);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new PlimsollError("MALFORMED", "it is not JSON", { cause });
  }
  // After JSON.parse, so that the scan below may take the grammar for granted.
  refuseAmbiguity(text);
  if (!isJsonObject(value)) throw new PlimsollError("MALFORMED", "it is not a JSON object");
  return value;
}

/** True for an object that is neither `null` nor an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function decodeText(bytes: Uint8Array): string {
  try {
    // `ignoreBOM` keeps the mark in the text, where JSON.parse refuses it.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new PlimsollError("MALFORMED", "it is not UTF-8", { cause });
  }
}

/** Walks the tokens of valid JSON: strings, brackets and braces are all that matters. */
function refuseAmbiguity(text: string): void {
  // One entry per open bracket: the keys seen in an object, or `undefined` for an array.
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === "{" || character === "[") {
      open.push(character === "{" ? new Set() : undefined);
      if (open.length > maxDepth) {
        throw new PlimsollError("LIMIT_EXCEEDED", `it is nested more than ${maxDepth} levels deep`);
      }
    } else if (character === "}" || character === "]") {
      open.pop();
    } else if (character === '"') {
      const end = endOfString(text, at);
      const keys = open.at(-1);
      if (keys !== undefined && isKey(text, end)) {
        // "a" and "\u0061" are the same key.
        const key = JSON.parse(text.slice(at, end)) as string;
        if (keys.has(key)) throw new PlimsollError("MALFORMED", "it has the same key twice");
        keys.add(key);
      }
      at = end - 1;
    }
  }
}

/** Offset after the closing quote of the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

function isKey(text: string, end: number): boolean {
  let at = end;
  while (" \t\r\n".includes(text.charAt(at)) && at < text.length) at += 1;
  return text[at] === ":";
}
