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
  let number = 0;
  for await (const line of splitLines(chunks, recordBytes)) {
    number += 1;
    const at = `${where}:${number}`;
    if (line === undefined) {
      yield { where: at, broken: `the record is longer than ${recordBytes} bytes` };
    } else {
      const text = line.trim();
      if (text !== "") yield* parseItems(text, at);
    }
  }
}

/** The lines of a text, without their ends; `undefined` stands for one of more than `most` bytes. */
export async function* splitLines(
  chunks: AsyncIterable<Buffer>,
  most: number,
): AsyncGenerator<string | undefined> {
  let pieces: Buffer[] = [];
  let size = 0;
  const add = (piece: Buffer) => {
    size += piece.length;
    if (size <= most) pieces.push(piece);
    else pieces = [];
  };
  const finish = () => {
    const line = size > most ? undefined : Buffer.concat(pieces, size).toString("utf8");
    pieces = [];
    size = 0;
    return line;
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      add(chunk.subarray(start, end));
      yield finish();
      start = end + 1;
    }
    add(chunk.subarray(start));
  }
  yield finish();
}
