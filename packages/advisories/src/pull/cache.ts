import { createHash, randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { filesOf, type ShardFile, type ShardIndex } from "../shards/index-format.ts";
import { isIntact, shardLimits } from "../shards/read-file.ts";
import { indexLimits, type StoredIndex } from "../shards/read-index.ts";

/** What was fetched last, and from where. */
export interface CachedIndex extends StoredIndex {
  readonly mirror: string;
  readonly tag: string;
}

const stateFile = "current.json";
/** A job that started with the table of contents before may still need its files. */
const keepMs = 24 * 60 * 60 * 1000;

/**
 * Shards that were fetched, in a folder for each list of mirrors. Everything is written aside and
 * renamed, so that jobs side by side never see half a file; without a folder, or where it cannot be
 * written, nothing is kept.
 */
export class PullCache {
  readonly #directory: string | undefined;

  constructor(directory: string | undefined, mirrors: readonly string[]) {
    const set = createHash("sha256").update(JSON.stringify(mirrors)).digest("hex").slice(0, 16);
    this.#directory = directory && join(directory, "advisories", set);
  }

  /** The folder itself; absent when nothing is kept. */
  get directory(): string | undefined {
    return this.#directory;
  }

  /** What was fetched last; `undefined` when there is nothing that can be read. */
  async readIndex(): Promise<CachedIndex | undefined> {
    const bytes = await this.#read(stateFile, indexLimits.bytes * 2);
    try {
      const { mirror, tag, index, signature } = JSON.parse(bytes?.toString("utf8") ?? "null") ?? {};
      if (![mirror, tag, index].every((value) => typeof value === "string")) return undefined;
      return {
        mirror,
        tag,
        bytes: Buffer.from(index, "base64"),
        ...(typeof signature === "string" && { signature }),
      };
    } catch {
      return undefined;
    }
  }

  async writeIndex({ mirror, tag, bytes, signature }: CachedIndex): Promise<void> {
    const state = { mirror, tag, index: bytes.toString("base64"), signature };
    await this.#write(stateFile, Buffer.from(JSON.stringify(state)));
  }

  /** A file that is still what it was when it was fetched. */
  async readFile(name: string, file: ShardFile): Promise<Buffer | undefined> {
    const bytes = await this.#read(name, shardLimits.fileBytes);
    return bytes && isIntact(bytes, file) ? bytes : undefined;
  }

  async writeFile(name: string, bytes: Uint8Array): Promise<void> {
    await this.#write(name, bytes);
  }

  /** Removes what the table of contents does not name any more. */
  async prune(index: ShardIndex, now: Date): Promise<void> {
    if (this.#directory === undefined) return;
    const named = new Set([stateFile, ...filesOf(index.shards).map(({ name }) => name)]);
    try {
      for (const name of await readdir(this.#directory)) {
        if (named.has(name)) continue;
        const path = join(this.#directory, name);
        const { mtimeMs } = await stat(path);
        if (now.getTime() - mtimeMs > keepMs) await rm(path, { force: true });
      }
    } catch {
      // Another job may have removed it; what stays costs only space.
    }
  }

  async #read(name: string, maxBytes: number): Promise<Buffer | undefined> {
    if (this.#directory === undefined) return undefined;
    const path = join(this.#directory, name);
    try {
      return (await stat(path)).size > maxBytes ? undefined : await readFile(path);
    } catch {
      return undefined;
    }
  }

  async #write(name: string, bytes: Uint8Array): Promise<void> {
    if (this.#directory === undefined) return;
    const aside = join(this.#directory, `.${name}.${randomBytes(6).toString("hex")}`);
    try {
      await mkdir(this.#directory, { recursive: true });
      await writeFile(aside, bytes);
      await rename(aside, join(this.#directory, name));
    } catch {
      await rm(aside, { force: true }).catch(() => {});
    }
  }
}
