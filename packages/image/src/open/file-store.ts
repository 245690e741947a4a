import { join } from "node:path";
import { PlimsollError } from "@plimsoll/core";
import { throwIfAborted } from "../abort.ts";
import { openFile } from "../file.ts";
import type { BlobRange, LayerContent } from "../image.ts";

/** The files of a layout: a folder, or an archive that holds one. */
export interface FileStore {
  /** Where the file's bytes are. Paths are relative; only names within the store are found. */
  locate(path: string): Promise<LayerContent & { kind: "file" }>;
}

/** Manifests, configurations and indexes are small; what is larger is none. */
const smallBytes = 4 << 20;

/**
 * Reads a whole small file of a store.
 *
 * @throws PlimsollError `NOT_FOUND`, `READ_FAILED`, `LIMIT_EXCEEDED`
 */
export async function readSmallFile(
  store: FileStore,
  path: string,
  signal?: AbortSignal,
): Promise<Buffer> {
  throwIfAborted(signal);
  const { path: file, offset, length } = await store.locate(path);
  if (length > smallBytes) {
    throw new PlimsollError("LIMIT_EXCEEDED", `A file of JSON is larger than ${smallBytes} bytes`, {
      subject: path,
    });
  }
  const handle = await openFile(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/**
 * Reads some bytes of a file of a store, all of which must be there.
 *
 * @throws PlimsollError `NOT_FOUND`, `READ_FAILED`, `MALFORMED`
 */
export async function readFileRange(
  store: FileStore,
  path: string,
  range: BlobRange,
): Promise<Buffer> {
  const { path: file, offset, length } = await store.locate(path);
  const cutOff = new PlimsollError("MALFORMED", "The file is cut off", { subject: path });
  if (range.offset + range.length > length) throw cutOff;
  const handle = await openFile(file);
  try {
    const bytes = Buffer.allocUnsafeSlow(range.length);
    const { bytesRead } = await handle.read(bytes, 0, range.length, offset + range.offset);
    if (bytesRead === range.length) return bytes;
    throw cutOff;
  } finally {
    await handle.close();
  }
}

/** The files of a folder. */
export function folderStore(directory: string): FileStore {
  return {
    async locate(path) {
      const file = join(directory, path);
      const handle = await openFile(file);
      try {
        const stats = await handle.stat();
        if (!stats.isFile())
          throw new PlimsollError("READ_FAILED", "Not a file", { subject: file });
        return { kind: "file", path: file, offset: 0, length: stats.size };
      } finally {
        await handle.close();
      }
    },
  };
}
