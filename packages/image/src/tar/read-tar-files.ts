import { createDecompressor } from "../decompress/decompressor.ts";
import { ExpansionMeter } from "../decompress/expansion-meter.ts";
import type { Compression } from "../image.ts";
import { defaultWalkLimits, type WalkLimits } from "../walk/limits.ts";
import type { TarHandler } from "./tar-handler.ts";
import { TarParser } from "./tar-parser.ts";
import { TarStream } from "./tar-stream.ts";

/** Takes the content of one file, in pieces that are valid only during the call. */
export interface TarFileSink {
  take(bytes: Buffer): void;
  end(): void;
}

/**
 * Reads the regular files of a tar archive that comes in chunks, packed or not. `open` tells who
 * takes the content of a file, or `undefined` to pass it over.
 *
 * @param limits bounds other than `defaultWalkLimits`, as far as they speak of one archive
 * @throws PlimsollError `MALFORMED` when the archive cannot be read any further, `LIMIT_EXCEEDED`
 * when it grows without measure; what the chunks throw
 */
export async function readTarFiles(
  chunks: AsyncIterable<Uint8Array>,
  compression: Compression,
  open: (path: string, sizeBytes: number) => TarFileSink | undefined,
  limits: Partial<WalkLimits> = {},
): Promise<void> {
  const bounds = { ...defaultWalkLimits, ...limits };
  const meter = new ExpansionMeter(bounds);
  const parser = new TarParser(new FileSinks(open), bounds);
  const tar = new TarStream(parser);
  const decompressor = createDecompressor(compression, (chunk) => {
    meter.expand(chunk.length);
    if (!parser.ended) tar.write(chunk);
  });
  try {
    for await (const chunk of chunks) {
      meter.packedBytes += chunk.length;
      await decompressor.write(chunk);
    }
    await decompressor.end();
    tar.end();
  } finally {
    decompressor.close();
  }
}

class FileSinks implements TarHandler {
  readonly #open: (path: string, sizeBytes: number) => TarFileSink | undefined;
  #sink: TarFileSink | undefined;

  constructor(open: (path: string, sizeBytes: number) => TarFileSink | undefined) {
    this.#open = open;
  }

  entry({ path, size, type }: Parameters<TarHandler["entry"]>[0]): number | undefined {
    this.#sink = type === "file" ? this.#open(path, size) : undefined;
    return this.#sink && 0;
  }

  content(): number {
    return 0;
  }

  piece(_: unknown, bytes: Buffer, offset: number): number | undefined {
    if (bytes.length === 0) {
      this.#sink?.end();
      return undefined;
    }
    this.#sink?.take(bytes);
    return offset + bytes.length;
  }

  // Entries without a usable name are passed over; nobody waits for them.
  problem(): void {}

  expand(): void {}
}
