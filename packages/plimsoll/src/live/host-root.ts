import { lstat, open, readdir, readlink } from "node:fs/promises";
import { join } from "node:path";
import type { RecordedFile, RecordedText } from "@plimsoll/audit";

/** Links that one path may lead through, as Linux allows (path_resolution(7)). */
const maxLinks = 40;
/** Bytes of one text that are read. */
const maxTextBytes = 2 * 1024 * 1024;
/** Names of one folder that are listed. */
const maxNames = 2_000;

/**
 * The files of a machine whose root is mounted at `root`. Links lead within that root, as they do
 * on the machine itself. Nothing here throws: what cannot be read is a fault with the system's code.
 */
export class HostRoot {
  readonly root: string;

  /** @param root folder, `/` for this machine */
  constructor(root: string) {
    this.root = root.replace(/\/+$/, "") || "/";
  }

  /** Owner and mode of what `path` leads to. */
  async stat(path: string): Promise<RecordedFile> {
    return this.#attempt(async () => {
      const stats = await lstat(await this.#resolve(path));
      const type = stats.isFile()
        ? ("file" as const)
        : stats.isDirectory()
          ? ("folder" as const)
          : stats.isSocket()
            ? ("socket" as const)
            : ("other" as const);
      return { type, uid: stats.uid, gid: stats.gid, mode: stats.mode & 0o7777 };
    });
  }

  /** A text file of at most 2 MiB; the size that the system tells is not believed. */
  async readText(path: string): Promise<RecordedText> {
    return this.#attempt(async () => {
      const handle = await open(await this.#resolve(path), "r");
      try {
        const chunks: Buffer[] = [];
        for (let size = 0; ; ) {
          const chunk = Buffer.allocUnsafe(64 * 1024);
          const { bytesRead } = await handle.read(chunk, 0, chunk.length);
          if (bytesRead === 0) break;
          size += bytesRead;
          if (size > maxTextBytes) return { fault: `larger than ${maxTextBytes} bytes` };
          chunks.push(chunk.subarray(0, bytesRead));
        }
        return { text: Buffer.concat(chunks).toString("utf8") };
      } finally {
        await handle.close();
      }
    });
  }

  /** Names in a folder, sorted, the first 2,000 unless told; none when it cannot be listed. */
  async list(path: string, limit = maxNames): Promise<readonly string[]> {
    try {
      return (await readdir(await this.#resolve(path))).sort().slice(0, limit);
    } catch {
      return [];
    }
  }

  /** Where a link of `/proc` leads; undefined when nobody may know. */
  async readLink(path: string): Promise<string | undefined> {
    return readlink(join(this.root, path)).catch(() => undefined);
  }

  async #attempt<T>(read: () => Promise<T>): Promise<T | { missing: true } | { fault: string }> {
    try {
      return await read();
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? "unknown";
      return code === "ENOENT" || code === "ENOTDIR" ? { missing: true } : { fault: code };
    }
  }

  /** The real path of `path`, with each link followed as if `root` were `/`. */
  async #resolve(path: string): Promise<string> {
    let waiting = path.split("/");
    let done: string[] = [];
    let links = 0;
    while (waiting.length > 0) {
      const part = waiting.shift()!;
      if (part === "" || part === ".") continue;
      if (part === "..") {
        done.pop();
        continue;
      }
      const here = join(this.root, ...done, part);
      const target = await readlink(here).catch((error: NodeJS.ErrnoException) => {
        // EINVAL: no link. What is not there is told by who opens it.
        if (error.code === "EINVAL" || error.code === "ENOENT" || error.code === "ENOTDIR") {
          return undefined;
        }
        throw error;
      });
      if (target === undefined) {
        done.push(part);
        continue;
      }
      links += 1;
      if (links > maxLinks) throw Object.assign(new Error("too many links"), { code: "ELOOP" });
      if (target.startsWith("/")) done = [];
      waiting = [...target.split("/"), ...waiting];
    }
    return join(this.root, ...done);
  }
}
