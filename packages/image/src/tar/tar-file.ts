import { readSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { PlimsollError } from "@plimsoll/core";
import { throwIfAborted } from "../abort.ts";
import type { TarParser } from "./tar-parser.ts";

/** Headers lie apart by the files between them: a larger window reads what nobody wants. */
const windowBytes = 16 * 1024;
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
    const { need } = parser;
    if (at >= windowStart && at + need <= windowEnd) {
      parser.take(window, at - windowStart);
      at += need;
      continue;
    }
    if (at === end && parser.isBetweenEntries) return;
    if (at + need > end) throw cutOff();
    if (need > window.length) window = Buffer.allocUnsafeSlow(need);
    const length = need > windowBytes ? need : Math.min(windowBytes, end - at);
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
