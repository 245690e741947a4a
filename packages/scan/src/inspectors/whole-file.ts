import { PlimsollError } from "@plimsoll/core";
import type { FileEntry } from "@plimsoll/image";

/**
 * Asks for all of a regular file up to `mostBytes`, and only for the entry of a larger one. A hard
 * link is a regular file too: pnpm installs packages as links into its store.
 */
export function wholeFile(entry: FileEntry, mostBytes: number): number | undefined {
  if (entry.type !== "file" && entry.type !== "hardlink") return undefined;
  return entry.size > mostBytes ? 0 : Number.POSITIVE_INFINITY;
}

/**
 * The file's text.
 *
 * @throws PlimsollError `LIMIT_EXCEEDED` when it is larger than `mostBytes`
 */
export function readText(entry: FileEntry, content: Buffer, mostBytes: number): string {
  verifySize(entry, mostBytes);
  return content.toString("utf8");
}

/**
 * Verifies that a file which is wanted whole was read whole.
 *
 * @throws PlimsollError `LIMIT_EXCEEDED` when it is larger than `mostBytes`
 */
export function verifySize(entry: FileEntry, mostBytes: number): void {
  if (entry.size <= mostBytes) return;
  throw new PlimsollError(
    "LIMIT_EXCEEDED",
    `The file has ${entry.size} bytes; at most ${mostBytes} are read`,
    { subject: entry.path, action: "Look at the file: a real one is far smaller." },
  );
}
