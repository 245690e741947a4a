import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Inspector } from "../inspector.ts";
import { inspectorNames } from "../walk/inspector-names.ts";
import type { WalkLimits } from "../walk/limits.ts";
import { writeWhole } from "./write-whole.ts";

/** Raised whenever the format of the records or of the entries changes. */
const formatVersion = 3;

/** Facts of layers that were walked before. Neither reading nor writing ever fails. */
export interface LayerCache {
  /** The record under `key`, or `undefined` when there is none that is intact. */
  read(key: string): Promise<Uint8Array | undefined>;
  /** Keeps a record; without effect when it cannot be written. */
  write(key: string, record: Uint8Array): Promise<void>;
}

/**
 * The name of a layer's record: whatever changes the record changes the name.
 *
 * @example
 * layerCacheKey("sha256:…", inspectors, defaultWalkLimits) // 64 hexadecimal digits
 */
export function layerCacheKey(
  diffId: string,
  inspectors: readonly Pick<Inspector, "id" | "version">[],
  limits: WalkLimits,
): string {
  const versions = inspectorNames(inspectors);
  const bounds = Object.entries(limits).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify([formatVersion, diffId, versions, bounds]))
    .digest("hex");
}

/**
 * A cache in a folder, one file per record. Any number of processes may share it: a file appears
 * under its name only when it is whole, and its checksum is verified before it is believed.
 */
export function openLayerCache(directory: string): LayerCache {
  const fileOf = (key: string) => `${key}.layer`;
  return {
    async read(key) {
      const entry = await readFile(join(directory, fileOf(key))).catch(() => undefined);
      return entry && unseal(entry);
    },
    async write(key, record) {
      await writeWhole(directory, fileOf(key), [checksumOf(record), record]);
    },
  };
}

const checksumBytes = 32;

function checksumOf(record: Uint8Array): Buffer {
  return createHash("sha256").update(record).digest();
}

function unseal(entry: Buffer): Uint8Array | undefined {
  const record = entry.subarray(checksumBytes);
  const isIntact = checksumOf(record).equals(entry.subarray(0, checksumBytes));
  return isIntact ? record : undefined;
}
