import { PlimsollError } from "@plimsoll/core";
import type { FeedLimits } from "./limits.ts";

const blockBytes = 512;
/** Bytes of a header that gives the next entry its name. */
const mostHeader = 1024 ** 2;

/** A header of POSIX.1-1988 ustar. */
export interface TarHeader {
  readonly name: string;
  readonly size: number;
  /** `0` is a regular file, `x` and `L` give the next entry a longer name. */
  readonly type: string;
}

/** A regular file of an archive, with what it holds, to be used up before the next one is asked for. */
export interface TarFile {
  readonly name: string;
  readonly size: number;
  readonly chunks: AsyncIterable<Buffer>;
}

/** Reads a header; `undefined` for one whose size is no number. */
export function readTarHeader(block: Buffer): TarHeader | undefined {
  const size = Number.parseInt(field(block, 124, 12).trim(), 8);
  if (!Number.isSafeInteger(size) || size < 0) return undefined;
  const prefix = field(block, 345, 155);
  const own = field(block, 0, 100);
  const type = String.fromCharCode(block[156] ?? 0);
  return { name: prefix === "" ? own : `${prefix}/${own}`, size, type: type === "\0" ? "0" : type };
}

/**
 * The regular files of a tar archive as it goes by, with the long names of pax (POSIX.1-2001) and GNU.
 *
 * @throws PlimsollError `MALFORMED`, or `LIMIT_EXCEEDED` for too many entries
 */
export async function* readTar(
  chunks: AsyncIterable<Buffer>,
  where: string,
  limits: FeedLimits,
): AsyncGenerator<TarFile> {
  const reader = new BlockReader(chunks, where);
  let longName: string | undefined;
  for (let entries = 0; ; entries += 1) {
    if (entries > limits.files) {
      throw new PlimsollError(
        "LIMIT_EXCEEDED",
        `The archive holds more than ${limits.files} entries`,
        {
          subject: where,
          action: "Check that this is an advisory feed; split it when it is.",
        },
      );
    }
    const block = await reader.take(blockBytes);
    // Two blocks of zeros end an archive; so does its end, for some programs.
    if (block === undefined || block.every((byte) => byte === 0)) return;
    const header = readTarHeader(block);
    if (!header) throw malformed(where, "an entry has no size");
    const padded = Math.ceil(header.size / blockBytes) * blockBytes;
    if (header.type === "x" || header.type === "L") {
      if (header.size > mostHeader) throw malformed(where, "a name is longer than 1 MiB");
      const text = ((await reader.take(padded)) ?? Buffer.alloc(0)).subarray(0, header.size);
      longName = header.type === "L" ? field(text, 0, text.length) : paxPath(text.toString());
      continue;
    }
    if (header.type === "0") {
      const left = { bytes: header.size };
      yield { name: longName ?? header.name, size: header.size, chunks: reader.pieces(left) };
      await reader.skip(left.bytes);
      await reader.skip(padded - header.size);
    } else await reader.skip(padded);
    if (header.type !== "g") longName = undefined;
  }
}

/** `27 path=a/b/c.json\n` */
function paxPath(text: string): string | undefined {
  return /(?:^|\n)\d+ path=([^\n]+)/.exec(text)?.[1];
}

class BlockReader {
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #where: string;
  #rest: Buffer = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Buffer>, where: string) {
    this.#chunks = chunks[Symbol.asyncIterator]();
    this.#where = where;
  }

  /** So many bytes; `undefined` at the end. */
  async take(count: number): Promise<Buffer | undefined> {
    const parts: Buffer[] = [];
    const left = { bytes: count };
    if (count > 0 && !(await this.#more())) return undefined;
    for await (const piece of this.pieces(left)) parts.push(piece);
    return Buffer.concat(parts);
  }

  async *pieces(left: { bytes: number }): AsyncGenerator<Buffer> {
    while (left.bytes > 0) {
      if (!(await this.#more())) throw malformed(this.#where, "it ends within an entry");
      const piece = this.#rest.subarray(0, left.bytes);
      this.#rest = this.#rest.subarray(piece.length);
      left.bytes -= piece.length;
      yield piece;
    }
  }

  async skip(count: number): Promise<void> {
    for await (const _ of this.pieces({ bytes: count }));
  }

  async #more(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const next = await this.#chunks.next();
      if (next.done) return false;
      this.#rest = next.value;
    }
    return true;
  }
}

function field(block: Buffer, offset: number, length: number): string {
  const bytes = block.subarray(offset, offset + length);
  const end = bytes.indexOf(0);
  return bytes.subarray(0, end < 0 ? length : end).toString("utf8");
}

function malformed(subject: string, why: string): PlimsollError {
  return new PlimsollError("MALFORMED", `The archive is damaged: ${why}`, { subject });
}
