import { readSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { PlimsollError } from "@plimsoll/core";
import { throwIfAborted } from "../abort.ts";
import type { TarParser } from "./tar-parser.ts";

/** Headers lie apart by the files between them: a larger window reads what nobody wants. */
const windowBytes = 16 * 1024;
/** What is read at once of a file that is wanted piece by piece. */
const pieceBytes = 64 * 1024;
/** The event loop gets its turn after this many reads, so that timers and signals are heard. */
const readsPerTurn = 2000;

/**
 * Feeds a parser from a plain archive within a file: only headers and wanted contents are read,
 * everything else is passed over by seeking.
 *
 * @throws PlimsollError as `TarParser.take`, or `MALFORMED` when the archive is cut off
 */
export async function readTarFile(
  file: FileHandle,
  range: { offset: number; length: number },
  parser: TarParser,
  signal?: AbortSignal,
): Promise<void> {
  const end = range.offset + range.length;
  let window = Buffer.allocUnsafeSlow(windowBytes);
  let windowStart = 0;
  let windowEnd = 0;
  let reads = 0;
  let at = range.offset;
  while (!parser.ended) {
    at += parser.skip;
    parser.skip = 0;
    const { need, most } = parser;
    if (at >= windowStart && at + need <= windowEnd) {
      const length = Math.min(most, windowEnd - at);
      parser.take(window, at - windowStart, length);
      at += length;
      continue;
    }
    if (at === end && parser.isBetweenEntries) return;
    if (at + need > end) throw cutOff();
    const ahead = most > windowBytes ? Math.min(most, pieceBytes) : windowBytes;
    const length = Math.max(need, Math.min(ahead, end - at));
    if (length > window.length) window = Buffer.allocUnsafeSlow(length);
    windowStart = at;
    windowEnd = at + readSync(file.fd, window, 0, length, at);
    if (windowEnd - at < need) throw cutOff();
    reads += 1;
    if (reads % readsPerTurn === 0) {
      await new Promise((resolve) => setImmediate(resolve));
      throwIfAborted(signal);
    }
  }
}

function cutOff(): PlimsollError {
  return new PlimsollError("MALFORMED", "The archive is cut off");
}
