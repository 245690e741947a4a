import { PlimsollError } from "@plimsoll/core";
import { createDecompressor } from "../decompress/decompressor.ts";
import type { Compression } from "../image.ts";

/**
 * The first `length` unpacked bytes of what is packed in `packed`; whatever comes behind them is
 * not unpacked.
 *
 * @throws PlimsollError `MALFORMED` when there are fewer
 */
export async function unpackStart(
  packed: Uint8Array,
  compression: Compression,
  length: number,
): Promise<Buffer> {
  const unpacked = new Collected(length);
  await run(packed, compression, (chunk) => {
    unpacked.add(chunk);
    if (unpacked.isFull) throw enough();
  }).catch((error) => {
    if (!unpacked.isFull) throw error;
  });
  if (unpacked.isFull) return unpacked.bytes;
  throw new PlimsollError("MALFORMED", "A packed chunk is shorter than its size says");
}

/**
 * Everything that is packed in `packed`.
 *
 * @throws PlimsollError `LIMIT_EXCEEDED` when it is more than `most` bytes, `MALFORMED`
 */
export async function unpackAll(
  packed: Uint8Array,
  compression: Compression,
  most: number,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  await run(packed, compression, (chunk) => {
    size += chunk.length;
    if (size > most) {
      throw new PlimsollError("LIMIT_EXCEEDED", `It unpacks to more than ${most} bytes`);
    }
    // The chunk is only lent.
    chunks.push(Buffer.from(chunk));
  });
  return Buffer.concat(chunks, size);
}

async function run(packed: Uint8Array, compression: Compression, sink: (chunk: Buffer) => void) {
  const decompressor = createDecompressor(compression, sink);
  try {
    await decompressor.write(packed);
    await decompressor.end();
  } finally {
    decompressor.close();
  }
}

class Collected {
  readonly bytes: Buffer;
  #filled = 0;

  constructor(length: number) {
    this.bytes = Buffer.allocUnsafeSlow(length);
  }

  get isFull(): boolean {
    return this.#filled === this.bytes.length;
  }

  add(chunk: Buffer): void {
    this.#filled += chunk.copy(this.bytes, this.#filled);
  }
}

function enough(): PlimsollError {
  return new PlimsollError("LIMIT_EXCEEDED", "The rest is not wanted");
}
