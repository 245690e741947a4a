import { splitLines } from "../../feeds/lines.ts";
import { oneLine } from "../../records/fields.ts";
import type { RecordReading } from "../../records/record.ts";

/** Bytes of a line; the longest real ones have some thousands. */
const maxLine = 64 * 1024;

/** How a list of the security tracker is read: an entry's first line, then indented ones about it. */
export interface EntryReader<Entry extends { readonly id: string }> {
  /** `undefined` when the line begins no entry. */
  begin(line: string): Entry | undefined;
  /** Takes an indented line, trimmed. */
  add(entry: Entry, line: string): void;
  /** What a whole entry says. */
  finish(entry: Entry): Iterable<RecordReading>;
  /** What a first line is of, for messages: `advisory`. */
  readonly noun: string;
}

/** The entries of a list, one at a time. */
export async function* readEntries<Entry extends { readonly id: string }>(
  chunks: AsyncIterable<Buffer>,
  { begin, add, finish, noun }: EntryReader<Entry>,
): AsyncGenerator<RecordReading> {
  let entry: Entry | undefined;
  for await (const line of splitLines(chunks, maxLine)) {
    if (line === undefined) {
      yield { kind: "broken", why: `${entry?.id ?? "a line"} is longer than ${maxLine} bytes` };
    } else if (/^\s/.test(line)) {
      if (entry) add(entry, line.trim());
    } else if (line !== "") {
      if (entry) yield* finish(entry);
      entry = begin(line);
      if (!entry) yield { kind: "broken", why: `${oneLine(line)} is no ${noun}'s first line` };
    }
  }
  if (entry) yield* finish(entry);
}
