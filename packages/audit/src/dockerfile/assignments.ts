import { locate, type Segment } from "../text/position.ts";
import type { Assignment } from "./types.ts";
import type { RawWord } from "./words.ts";

/** The `NAME=value` pairs of ENV, LABEL and ARG, the old form `ENV NAME value` included. */
export function parseAssignments(
  keyword: string,
  text: string,
  words: readonly RawWord[],
  segments: readonly Segment[],
  expand: (text: string) => string | undefined,
): Assignment[] {
  if (keyword !== "ENV" && keyword !== "LABEL" && keyword !== "ARG") return [];
  const first = words[0];
  if (first === undefined) return [];
  if (keyword !== "ARG" && !first.text.includes("=")) {
    const value = text.slice(first.offset + first.text.length).trim();
    const name = first.text;
    return [
      {
        name,
        text: value === "" ? undefined : value,
        value: expand(value),
        ...locate(segments, first.offset),
      },
    ];
  }
  return words.map((word) => {
    const equals = word.text.indexOf("=");
    const value = equals === -1 ? undefined : word.text.slice(equals + 1);
    const name = equals === -1 ? word.text : word.text.slice(0, equals);
    return {
      name: expand(name) ?? name,
      text: value,
      value: value === undefined ? undefined : expand(value),
      ...locate(segments, word.offset),
    };
  });
}
