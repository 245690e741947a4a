import type { Incomplete } from "@plimsoll/core";
import type { FactReader } from "./inspector.ts";
import type { ImageSizes } from "./squash/measure.ts";

/** A fact, the file it was read from, and the layer that holds the file. */
export interface Located<Fact = unknown> {
  readonly path: string;
  /** Index of the layer in the image. */
  readonly layer: number;
  readonly fact: Fact;
  /** Index of the later layer that removed or replaced the file; absent when it is visible in the image. */
  readonly hiddenBy?: number;
}

/** The facts of all layers after the squash. */
export interface ImageFacts {
  /**
   * Facts of one inspector, oldest layer first and by path within a layer, hidden ones included.
   * Empty when the inspector found nothing.
   */
  of<Fact>(inspector: {
    readonly id: string;
    inspect(...args: never[]): Fact | undefined | FactReader<Fact>;
  }): readonly Located<Fact>[];
  /** Entries of each layer, oldest first; 0 for a layer that could not be read. */
  readonly entryCounts: readonly number[];
  /** Measured when it is asked for, anew each time. */
  measure(): ImageSizes;
  /** What could not be inspected, by layer and path. */
  readonly incomplete: readonly Incomplete[];
  /** Layers whose facts came from the cache. */
  readonly cachedLayers: number;
  /**
   * Layers whose digests were not computed: plain archives on this machine's disk, and layers read
   * by ranges, of which only the wanted files are read, folders, and layers that could not be read
   * to their end.
   */
  readonly unverified: readonly number[];
}
