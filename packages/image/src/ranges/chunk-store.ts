import { PlimsollError } from "@plimsoll/core";
import { throwIfAborted } from "../abort.ts";
import { verifyDigest } from "../digest.ts";
import type { BlobReader } from "./blob-reader.ts";
import { type Fetch, isUsable } from "./fetch-plan.ts";
import type { Chunk, TableOfContents } from "./toc.ts";
import { unpackStart } from "./unpack.ts";

/** Fetches that are under way or held at once: they take at most some 4 MiB each. */
const fetchesAtOnce = 4;

interface HeldFetch extends Fetch {
  bytes: Promise<Buffer>;
}

/** The chunks of a layer, fetched as planned, unpacked and verified one by one. */
export class ChunkStore {
  readonly #blob: BlobReader;
  readonly #compression: TableOfContents["compression"];
  readonly #planned: Fetch[];
  readonly #expand: (bytes: number) => void;
  readonly #signal: AbortSignal | undefined;
  #held: HeldFetch[] = [];
  #last: { chunk: Chunk; bytes: Buffer } | undefined;

  /** `planned` in the order of the blob; `expand` bounds what chunks unpack to in all. */
  constructor(
    blob: BlobReader,
    { compression }: TableOfContents,
    planned: readonly Fetch[],
    expand: (bytes: number) => void,
    signal: AbortSignal | undefined,
  ) {
    this.#blob = blob;
    this.#compression = compression;
    this.#planned = [...planned];
    this.#expand = expand;
    this.#signal = signal;
  }

  /**
   * The verified bytes of a chunk.
   *
   * @throws PlimsollError `DIGEST_MISMATCH`, `MALFORMED`, `LIMIT_EXCEEDED`, `ABORTED`, and what
   * reading throws
   */
  async read(chunk: Chunk): Promise<Buffer> {
    if (this.#last?.chunk === chunk) return this.#last.bytes;
    throwIfAborted(this.#signal);
    if (!isUsable(chunk)) {
      throw new PlimsollError("LIMIT_EXCEEDED", "A chunk takes more bytes than it may");
    }
    this.#expand(chunk.size);
    const bytes = await this.#unpack(chunk);
    this.#last = { chunk, bytes };
    return bytes;
  }

  async #unpack({ packed, size, digest }: Chunk): Promise<Buffer> {
    if (packed === undefined) return Buffer.alloc(size);
    const { start, end, innerOffset } = packed;
    const stored = await this.#fetch(start, end);
    const unpacked = await unpackStart(stored, this.#compression, innerOffset + size);
    const bytes = unpacked.subarray(innerOffset);
    verifyDigest(bytes, digest, "A chunk of a file");
    return bytes;
  }

  async #fetch(start: number, end: number): Promise<Buffer> {
    this.#fetchAhead(start, end);
    const held = this.#held.find((it) => it.start <= start && end <= it.end);
    if (held === undefined) return this.#blob.read({ offset: start, length: end - start });
    return (await held.bytes).subarray(start - held.start, end - held.start);
  }

  // Files are asked for in the order of the archive, which is that of the blob.
  #fetchAhead(start: number, end: number): void {
    const isPlanned = [...this.#held, ...this.#planned.slice(0, fetchesAtOnce)].some(
      (it) => it.start <= start && end <= it.end,
    );
    if (!isPlanned) return;
    this.#held = this.#held.filter((it) => it.end > start);
    while (this.#held.length < fetchesAtOnce) {
      const next = this.#planned.shift();
      if (next === undefined) return;
      if (next.end <= start) continue;
      const bytes = this.#blob.read({ offset: next.start, length: next.end - next.start });
      // Heard of when it is waited for.
      bytes.catch(() => {});
      this.#held.push({ ...next, bytes });
    }
  }
}

/** @throws PlimsollError `LIMIT_EXCEEDED` once all chunks together are more than `most` bytes */
export function boundExpansion(most: number): (bytes: number) => void {
  let sum = 0;
  return (bytes) => {
    sum += bytes;
    if (sum > most) {
      throw new PlimsollError("LIMIT_EXCEEDED", `It expands to more than ${most} bytes`);
    }
  };
}
