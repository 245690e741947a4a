import { type FeedItem, parseItems } from "./item.ts";
import type { FeedLimits } from "./limits.ts";

/**
 * The records of JSON lines. A line longer than a record may be is reported and skipped without
 * being kept in memory.
 */
export async function* readLines(
  chunks: AsyncIterable<Buffer>,
  where: string,
  { recordBytes }: FeedLimits,
): AsyncGenerator<FeedItem> {
  let number = 1;
  let pieces: Buffer[] = [];
  let size = 0;
  const finish = function* (): Generator<FeedItem> {
    const at = `${where}:${number}`;
    if (size > recordBytes) {
      yield { where: at, broken: `the record is longer than ${recordBytes} bytes` };
    } else {
      const text = Buffer.concat(pieces, size).toString("utf8").trim();
      if (text !== "") yield* parseItems(text, at);
    }
    number += 1;
    pieces = [];
    size = 0;
  };
  const add = (piece: Buffer) => {
    size += piece.length;
    if (size <= recordBytes) pieces.push(piece);
    else pieces = [];
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      add(chunk.subarray(start, end));
      yield* finish();
      start = end + 1;
    }
    add(chunk.subarray(start));
  }
  yield* finish();
}
