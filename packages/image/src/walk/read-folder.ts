import { constants, type Dirent, type Stats } from "node:fs";
import { type FileHandle, lstat, open, readdir, readlink, stat } from "node:fs/promises";
import { join } from "node:path";
import { PlimsollError, toPlimsollError } from "@plimsoll/core";
import { throwIfAborted } from "../abort.ts";
import type { FileEntry } from "../inspector.ts";
import type { TarHandler } from "../tar/tar-handler.ts";
import type { WalkLimits } from "./limits.ts";
import { showWhiteout } from "./show-whiteout.ts";

/** Files looked at ahead of the one that inspectors see. */
const lookAhead = 16;
/** What is read at once of a file that is wanted piece by piece. */
const pieceBytes = 64 * 1024;
/** Every version of every file, packed: none of them is a file of the root file system. */
const gitFolder = /(?:^|\/)\.git$/;

interface Found {
  path: string;
  stats: Stats;
}

/**
 * Reads a folder that stands for a root file system, as if it were an archive of its files.
 * Symbolic links are never followed, devices, sockets and pipes never opened, and other file
 * systems mounted within it (`/proc`) and git's own folders never entered. Node cannot read extended attributes, so
 * there are none.
 *
 * @throws PlimsollError `NOT_FOUND`, `READ_FAILED` for the folder itself; what the handler throws
 */
export async function readFolder(
  { path: root, isOverlay = false }: { path: string; isOverlay?: boolean },
  handler: TarHandler,
  limits: Pick<WalkLimits, "pathLength" | "pathDepth">,
  signal?: AbortSignal,
): Promise<void> {
  const device = (await statRoot(root)).dev;
  if (isOverlay) reportOpaque(handler);
  const buffer = { bytes: Buffer.allocUnsafeSlow(pieceBytes) };
  const folders = [{ path: "", depth: 1 }];
  for (let folder = folders.pop(); folder; folder = folders.pop()) {
    throwIfAborted(signal);
    const names = await listFolder(root, folder.path, handler);
    for (let at = 0; at < names.length; at += lookAhead) {
      const ahead = names.slice(at, at + lookAhead);
      const found = await Promise.all(ahead.map((path) => look(root, path, handler)));
      for (const entry of found) {
        if (entry === undefined) continue;
        if (isOverlay && isDeletion(entry.stats)) {
          showWhiteout(entry.path, handler);
          continue;
        }
        await show(root, entry, handler, buffer);
        if (!entry.stats.isDirectory()) continue;
        const { path, stats } = entry;
        if (gitFolder.test(path)) continue;
        if (stats.dev !== device) {
          handler.problem("UNSUPPORTED", path, "another file system is mounted there");
        } else if (folder.depth >= limits.pathDepth || path.length >= limits.pathLength) {
          handler.problem("LIMIT_EXCEEDED", path, "the folder is too deep");
        } else folders.push({ path, depth: folder.depth + 1 });
      }
    }
  }
}

// Of overlayfs: kernel documentation, filesystems/overlayfs.rst, "whiteouts and opaque directories".
function isDeletion(stats: Stats): boolean {
  return stats.isCharacterDevice() && stats.rdev === 0;
}

// They are told by extended attributes.
function reportOpaque(handler: TarHandler): void {
  const why = "which of its directories replace those of older layers cannot be read";
  handler.problem("UNSUPPORTED", "the layer's folder", why);
}

async function statRoot(root: string): Promise<Stats> {
  let stats: Stats;
  try {
    stats = await stat(root);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code === "ENOENT" ? "NOT_FOUND" : "READ_FAILED";
    throw toPlimsollError(error, code, "The folder cannot be read", { subject: root });
  }
  if (stats.isDirectory()) return stats;
  throw new PlimsollError("INVALID_ARGUMENT", "This is not a folder", { subject: root });
}

async function listFolder(root: string, folder: string, handler: TarHandler): Promise<string[]> {
  let found: Dirent[];
  try {
    found = await readdir(join(root, folder), { withFileTypes: true });
  } catch (error) {
    reportFault(handler, folder, error);
    return [];
  }
  return found.map(({ name }) => (folder === "" ? name : `${folder}/${name}`)).sort();
}

async function look(root: string, path: string, handler: TarHandler): Promise<Found | undefined> {
  try {
    return { path, stats: await lstat(join(root, path)) };
  } catch (error) {
    reportFault(handler, path, error);
    return undefined;
  }
}

async function show(
  root: string,
  { path, stats }: Found,
  handler: TarHandler,
  buffer: { bytes: Buffer },
): Promise<void> {
  const type = typeOf(stats);
  if (type === undefined) return;
  const linkTarget = type === "symlink" ? await readTarget(root, path, handler) : undefined;
  const entry: FileEntry = {
    path,
    type,
    mode: stats.mode & 0o7777,
    uid: stats.uid,
    gid: stats.gid,
    size: type === "file" ? stats.size : 0,
    ...(linkTarget !== undefined && { linkTarget }),
  };
  const wanted = handler.entry(entry, 0);
  if (wanted === undefined) return;
  const length = Math.min(wanted, entry.size);
  if (length > buffer.bytes.length) buffer.bytes = Buffer.allocUnsafeSlow(length);
  const file = await openContent(join(root, path), handler, path);
  if (file === undefined) return;
  try {
    const read = (from: number, bytes: number) =>
      readBytes(file, buffer.bytes, from, bytes).catch((error) => {
        reportFault(handler, path, error);
      });
    const content = await read(0, length);
    let next = content && handler.content(entry, content);
    while (next !== undefined) {
      const bytes = await read(next, pieceBytes);
      next = bytes && handler.piece(entry, bytes, next);
    }
  } finally {
    await file.close();
  }
}

async function openContent(
  path: string,
  handler: TarHandler,
  name: string,
): Promise<FileHandle | undefined> {
  // What was a file a moment ago may be a link or a pipe now.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  try {
    const file = await open(path, flags);
    if ((await file.stat()).isFile()) return file;
    await file.close();
    throw new PlimsollError("READ_FAILED", "It is no longer a file", { subject: path });
  } catch (error) {
    reportFault(handler, name, error);
    return undefined;
  }
}

/** Up to `length` bytes from `from` on, fewer only at the file's end; valid until the next read. */
async function readBytes(
  file: FileHandle,
  buffer: Buffer,
  from: number,
  length: number,
): Promise<Buffer> {
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, from + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

async function readTarget(root: string, path: string, handler: TarHandler) {
  try {
    return await readlink(join(root, path));
  } catch (error) {
    reportFault(handler, path, error);
    return undefined;
  }
}

function typeOf(stats: Stats): FileEntry["type"] | undefined {
  if (stats.isFile()) return "file";
  if (stats.isDirectory()) return "directory";
  if (stats.isSymbolicLink()) return "symlink";
  if (stats.isCharacterDevice()) return "character";
  if (stats.isBlockDevice()) return "block";
  return stats.isFIFO() ? "fifo" : undefined;
}

function reportFault(handler: TarHandler, path: string, error: unknown): void {
  handler.problem("READ_FAILED", path, error instanceof Error ? error.message : String(error));
}
