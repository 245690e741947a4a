import type { Platform, Subject } from "@plimsoll/core";
import type { ImageConfig } from "./config.ts";

/** An opened image. Nothing of its layers has been read yet. */
export interface Image {
  /** Kind, reference, source, digests and platform, as the report names them. */
  readonly subject: Subject;
  readonly platform: Platform;
  readonly config: ImageConfig;
  /** Digest of the configuration's bytes: the image ID; empty for a folder (`dir:`). */
  readonly imageId: string;
  /** Digest of the manifest; absent where the source has none. */
  readonly manifestDigest?: string;
  /** Of the manifest (image-spec, annotations.md); empty where the source has none. */
  readonly annotations: Readonly<Record<string, string>>;
  /** Oldest layer first, as many as the configuration has diffIDs. */
  readonly layers: readonly Layer[];
  /** Releases files and connections. The image cannot be walked afterwards. */
  close(): Promise<void>;
}

export type Compression = "none" | "gzip" | "zstd";

/** One layer, still packed. */
export interface Layer {
  /** Place in the image, 0 for the oldest. */
  readonly index: number;
  /** Digest of the uncompressed tar; empty for the one pseudo layer of a folder (`dir:`). */
  readonly diffId: string;
  /** Digest of the blob as stored; absent where the source does not name one. */
  readonly digest?: string;
  readonly mediaType?: string;
  /** What the manifest notes about the layer, e.g. the digest of its table of contents. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Stored size in bytes, where the source tells it. */
  readonly sizeBytes?: number;
  /** The instruction that made it, from the configuration's history. */
  readonly createdBy?: string;
  /**
   * Where its bytes are. Called only when the cache has no facts of the layer: once per walk, and a
   * second time when a hard link is wanted whose content went by under another name.
   */
  content(signal?: AbortSignal): Promise<LayerContent>;
  /**
   * Some of its bytes as stored; `undefined` from a registry that does not serve ranges. Absent
   * where the source has none.
   */
  readRange?(range: BlobRange, signal?: AbortSignal): Promise<Uint8Array | undefined>;
}

/** Which entries of a plain archive of a whole root file system make a layer on top of others. */
export interface ChangedPaths {
  /** Normalised paths whose entries belong to the layer. */
  present: ReadonlySet<string>;
  /** Normalised paths that the layer deletes before, in order. */
  deleted: readonly string[];
}

/** Bytes of a stored layer. */
export interface BlobRange {
  readonly offset: number;
  readonly length: number;
}

/**
 * The stored bytes of a layer. `file` content can be read by a worker thread on its own; a
 * `stream` is read once, from its start.
 */
export type LayerContent =
  | { kind: "file"; path: string; offset: number; length: number; changes?: ChangedPaths }
  | {
      kind: "stream";
      stream: AsyncIterable<Uint8Array>;
      /** The stream itself fails unless the blob has the layer's digest: nobody need check again. */
      isVerified?: boolean;
    }
  /** A folder of this machine that stands for a root file system, or holds source (`dir:`). */
  | {
      kind: "folder";
      path: string;
      /** It is a layer as overlayfs has it: devices with the number 0 stand for deletions. */
      isOverlay?: boolean;
    };
