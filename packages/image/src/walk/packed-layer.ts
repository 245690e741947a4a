import { type PlimsollError, toPlimsollError } from "@plimsoll/core";
import { throwIfAborted } from "../abort.ts";
import { createDecompressor, type Decompressor } from "../decompress/decompressor.ts";
import type { ExpansionMeter } from "../decompress/expansion-meter.ts";
import { sniffBytes, sniffCompression } from "../decompress/sniff.ts";
import { DigestCheck } from "../digest.ts";
import type { Layer } from "../image.ts";
import type { TarParser } from "../tar/tar-parser.ts";
import { TarStream } from "../tar/tar-stream.ts";

/** What a layer is held against. */
export type LayerIdentity = Pick<Layer, "diffId" | "digest">;

/**
 * Reads a layer from its packed bytes and verifies both of its digests. When the archive or its
 * compression is broken, the rest is still read for the digests: a transfer fault is told from a
 * layer that was always broken.
 *
 * @throws PlimsollError `DIGEST_MISMATCH`; `MALFORMED`; `LIMIT_EXCEEDED`, with the rest unread;
 * `ABORTED`; and whatever `packed` throws
 */
export async function readPackedLayer(
  layer: LayerIdentity,
  packed: AsyncIterable<Uint8Array>,
  parser: TarParser,
  meter: ExpansionMeter,
  signal?: AbortSignal,
): Promise<void> {
  // A blob that is not compressed has its content's digest: one computation does.
  const { digest } = layer;
  const isSame = digest === undefined || digest === layer.diffId;
  const blob = isSame ? undefined : new DigestCheck(digest);
  const pipeline = new Pipeline(layer, parser, meter);
  try {
    for await (const chunk of packed) {
      throwIfAborted(signal);
      meter.packedBytes += chunk.length;
      const written = pipeline.write(chunk);
      // While another thread decompresses.
      blob?.update(chunk);
      await written;
    }
    await pipeline.end();
  } finally {
    pipeline.close();
  }
  blob?.verify("The layer's blob");
  pipeline.verify();
}

/** Decompressor, digest of the content, and parser, in this order. */
class Pipeline {
  readonly #content: DigestCheck;
  readonly #parser: TarParser;
  readonly #meter: ExpansionMeter;
  readonly #tar: TarStream;
  #head: Uint8Array | undefined = new Uint8Array();
  #decompressor: Decompressor | undefined;
  #packingFault: PlimsollError | undefined;
  #archiveFault: PlimsollError | undefined;

  constructor(layer: LayerIdentity, parser: TarParser, meter: ExpansionMeter) {
    this.#content = new DigestCheck(layer.diffId);
    this.#parser = parser;
    this.#meter = meter;
    this.#tar = new TarStream(parser);
  }

  async write(chunk: Uint8Array): Promise<void> {
    if (this.#head === undefined) return this.#inflate((it) => it.write(chunk));
    // The first chunks may be too short to tell the compression.
    this.#head = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk]);
    if (this.#head.length < sniffBytes) this.#head = Uint8Array.from(this.#head);
    else await this.#start(this.#head);
  }

  async end(): Promise<void> {
    if (this.#head !== undefined) await this.#start(this.#head);
    await this.#inflate((it) => it.end());
    if (this.#packingFault === undefined) this.#parse(() => this.#tar.end());
  }

  /** Throws what was wrong, now that everything was read. */
  verify(): void {
    // What is wrong behind a whole archive changes nothing that is in it.
    if (this.#packingFault && !this.#parser.ended) throw this.#packingFault;
    try {
      this.#content.verify("The layer's content");
    } catch (mismatch) {
      throw this.#packingFault ?? mismatch;
    }
    if (this.#archiveFault) throw this.#archiveFault;
  }

  close(): void {
    this.#decompressor?.close();
  }

  async #start(head: Uint8Array): Promise<void> {
    this.#head = undefined;
    this.#decompressor = createDecompressor(sniffCompression(head), (chunk) => this.#sink(chunk));
    await this.#inflate((it) => it.write(head));
  }

  #sink(chunk: Buffer): void {
    this.#meter.expand(chunk.length);
    this.#content.update(chunk);
    if (!this.#parser.ended) this.#parse(() => this.#tar.write(chunk));
  }

  #parse(step: () => void): void {
    if (this.#archiveFault) return;
    try {
      step();
    } catch (error) {
      this.#archiveFault = remember(error);
    }
  }

  async #inflate(step: (decompressor: Decompressor) => Promise<void>): Promise<void> {
    if (this.#packingFault) return;
    try {
      await step(this.#decompressor!);
    } catch (error) {
      this.#packingFault = remember(error);
    }
  }
}

// What grows without measure is not read any further; other faults wait for the digests.
function remember(error: unknown): PlimsollError {
  const fault = toPlimsollError(error, "MALFORMED", "The layer cannot be read");
  if (fault.code === "LIMIT_EXCEEDED") throw fault;
  return fault;
}
