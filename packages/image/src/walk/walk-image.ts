import { availableParallelism } from "node:os";
import { PlimsollError, type Progress } from "@plimsoll/core";
import { abortError, throwIfAborted } from "../abort.ts";
import { type LayerCache, layerCacheKey } from "../cache/layer-cache.ts";
import type { ImageFacts } from "../facts.ts";
import type { Image, Layer } from "../image.ts";
import type { Inspector } from "../inspector.ts";
import { walkByRanges } from "../ranges/walk-by-ranges.ts";
import { createImageFacts } from "../squash/image-facts.ts";
import { decodeRecord, encodeRefusal, type LayerRecord } from "./layer-record.ts";
import { defaultWalkLimits, type WalkLimits } from "./limits.ts";
import { type WalkedLayer, walkLayer } from "./walk-layer.ts";
import { WorkerPool } from "./worker-pool.ts";

export interface WalkOptions {
  /** Who looks at the files. Their identifiers must differ. */
  inspectors: readonly Inspector[];
  /**
   * The module that calls `serveLayerWorker` with the same inspectors. With it, layers are walked
   * in worker threads beside the calling one where the machine has cores for them.
   */
  worker?: URL;
  /** How many worker threads there may be; default: by the number of cores, none for two. */
  workers?: number;
  /** Facts of earlier walks. */
  cache?: LayerCache;
  /**
   * Of layers that have a table of contents (eStargz, zstd:chunked) fetch only that and the files
   * that the inspectors want; default: false. Pays when they want little. Such layers are not
   * cached, and are listed in `ImageFacts.unverified`; all others are walked whole.
   */
  byRanges?: boolean;
  /** Bounds other than `defaultWalkLimits`. */
  limits?: Partial<WalkLimits>;
  signal?: AbortSignal;
  /** Phase `walk`, counted in layers. */
  progress?: Progress;
}

/**
 * Layers that the calling thread has at hand at once: while it looks at one, the others are
 * decompressed on Node's own threads. A layer waits for it half of the time (measured).
 */
const layersAtOnce = 3;
/** More threads than this wait for the memory bus, and each takes some 55 MB. */
const workerLimit = 3;
/**
 * Packed bytes below which a worker would still be starting when the walk is done. Plain archives
 * are seeked through, which takes a fiftieth of the time.
 */
const workerFloorBytes = 4 << 20;
const plainWeight = 1 / 50;

/**
 * Reads every layer once, shows its files to the inspectors, and puts the layers' facts on top of
 * each other. What cannot be read is listed in `incomplete`; the rest stands.
 *
 * @throws PlimsollError `INVALID_ARGUMENT` when two inspectors share an identifier, `ABORTED`,
 * `INTERNAL` when the worker cannot be started
 */
export async function walkImage(image: Image, options: WalkOptions): Promise<ImageFacts> {
  const { inspectors, signal } = options;
  verifyInspectors(inspectors);
  throwIfAborted(signal);
  const walk = new ImageWalk(image, options);
  return walk.run();
}

function verifyInspectors(inspectors: readonly Inspector[]): void {
  const ids = new Set<string>();
  for (const { id } of inspectors) {
    if (ids.has(id)) {
      throw new PlimsollError("INVALID_ARGUMENT", `Two inspectors have the id ${id}`, {
        subject: id,
        action: "Pass every inspector once.",
      });
    }
    ids.add(id);
  }
}

/** The state of one walk. */
class ImageWalk {
  readonly #image: Image;
  readonly #options: WalkOptions;
  readonly #limits: WalkLimits;
  readonly #records: (LayerRecord | undefined)[];
  readonly #unverified: number[] = [];
  #cachedLayers = 0;
  readonly #writes: Promise<void>[] = [];
  #recordBytes = 0;
  #done = 0;

  constructor(image: Image, options: WalkOptions) {
    this.#image = image;
    this.#options = options;
    this.#limits = { ...defaultWalkLimits, ...options.limits };
    this.#records = image.layers.map(() => undefined);
  }

  async run(): Promise<ImageFacts> {
    const { layers } = this.#image;
    await Promise.all(layers.map((layer) => this.#readCache(layer)));
    const missing = layers.filter(({ index }) => this.#records[index] === undefined);
    if (missing.length > 0) await this.#walk(missing);
    await Promise.all(this.#writes);
    return createImageFacts(this.#records as LayerRecord[], {
      cachedLayers: this.#cachedLayers,
      unverified: this.#unverified.sort((a, b) => a - b),
    });
  }

  async #readCache(layer: Layer): Promise<void> {
    const bytes = await this.#options.cache?.read(this.#key(layer));
    if (bytes === undefined) return;
    this.#keep(layer, bytes);
    this.#cachedLayers += 1;
  }

  async #walk(missing: readonly Layer[]): Promise<void> {
    const { worker, inspectors, signal } = this.#options;
    // The biggest first: it is the one that everybody waits for at the end.
    const queue = [...missing].sort((a, b) => (b.sizeBytes ?? 0) - (a.sizeBytes ?? 0));
    const load = queue.reduce((sum, layer) => sum + loadOf(layer), 0);
    const workers = load > workerFloorBytes ? (this.#options.workers ?? defaultWorkers()) : 0;
    const options = { inspectors, limits: this.#limits, signal };
    const pool = worker && workers > 0 ? new WorkerPool(worker, options) : undefined;
    const lanes = Math.min(layersAtOnce + (pool ? workers : 0), queue.length);
    const lane = async (_: unknown, index: number) => {
      // The first is this thread's, then the workers' turn comes: they take the next largest.
      const isWorkers = pool && index > 0 && index <= workers;
      for (let layer = queue.shift(); layer; layer = queue.shift()) {
        const open = openerOf(layer, signal);
        const byRanges = this.#options.byRanges ? await walkByRanges(layer, options) : undefined;
        const walked =
          byRanges ??
          (isWorkers ? await pool.walk(layer, open) : await walkLayer(layer, open, options));
        throwIfAborted(signal);
        this.#finish(layer, walked);
      }
    };
    let onAbort = () => {};
    const aborted = new Promise<never>((_, reject) => {
      onAbort = () => reject(abortError(signal!));
    });
    signal?.addEventListener("abort", onAbort);
    try {
      await Promise.race([aborted, Promise.all(Array.from({ length: lanes }, lane))]);
    } finally {
      signal?.removeEventListener("abort", onAbort);
      queue.length = 0;
      await pool?.close();
    }
  }

  #finish(layer: Layer, walked: WalkedLayer): void {
    this.#keep(layer, walked.record);
    if (!walked.isVerified) this.#unverified.push(layer.index);
    // Only what is surely the content of this diffID may stand for it next time.
    const { cache } = this.#options;
    if (cache && walked.isVerified && walked.isComplete) {
      this.#writes.push(cache.write(this.#key(layer), walked.record));
    }
  }

  #keep(layer: Layer, record: Uint8Array): void {
    const { factBytes, pathsLength } = this.#limits;
    this.#recordBytes += record.length;
    const isTooMuch = this.#recordBytes > factBytes + pathsLength;
    this.#records[layer.index] = decodeRecord(isTooMuch ? refuseFacts(layer) : record);
    this.#done += 1;
    this.#options.progress?.({
      phase: "walk",
      message: "Walking the layers",
      done: this.#done,
      total: this.#image.layers.length,
      unit: "items",
    });
  }

  #key(layer: Layer): string {
    return layerCacheKey(layer.diffId, this.#options.inspectors, this.#limits);
  }
}

// A thread that hashes and looks keeps one and a half others busy that decompress.
function defaultWorkers(): number {
  return Math.min(workerLimit, Math.floor(availableParallelism() / 2) - 1);
}

// Only an expectation: what the bytes are is seen when they are read.
function loadOf({ mediaType, sizeBytes = Infinity, diffId }: Layer): number {
  if (diffId === "") return 0;
  const isPlain = mediaType === undefined || mediaType.endsWith("tar");
  return isPlain ? sizeBytes * plainWeight : sizeBytes;
}

function openerOf(layer: Layer, signal: AbortSignal | undefined) {
  return () => layer.content(signal);
}

function refuseFacts({ diffId }: Layer): Uint8Array {
  return encodeRefusal({
    code: "LIMIT_EXCEEDED",
    what: diffId || "the folder",
    why: "The facts of all layers take more memory than they may",
    ...(diffId && { layer: diffId }),
  });
}
