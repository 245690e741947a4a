import { open, stat } from "node:fs/promises";
import { join } from "node:path";
import { PlimsollError, toPlimsollError } from "@plimsoll/core";
import { throwIfAborted } from "../abort.ts";
import { createDecompressor } from "../decompress/decompressor.ts";
import { ExpansionMeter } from "../decompress/expansion-meter.ts";
import { sniffBytes, sniffCompression } from "../decompress/sniff.ts";
import { openFile } from "../file.ts";
import type { Compression } from "../image.ts";
import { readTarFile } from "../tar/tar-file.ts";
import { TarParser } from "../tar/tar-parser.ts";
import { readPackedBytes } from "../walk/layer-source.ts";
import { defaultWalkLimits } from "../walk/limits.ts";
import { type ArchiveMember, memberStore } from "./archive-members.ts";
import type { FileStore } from "./file-store.ts";
import { createTempFolder } from "./temp-folder.ts";

/** A saved image has a few files for each layer. */
const memberLimit = 100_000;

export interface ArchiveStore extends FileStore {
  /** Removes what was unpacked. */
  close(): Promise<void>;
}

/**
 * The files of an archive, found by seeking through its headers. An archive that is compressed as a
 * whole is unpacked into a temporary folder first.
 *
 * @throws PlimsollError `NOT_FOUND`, `READ_FAILED`, `WRITE_FAILED`, `MALFORMED`, `LIMIT_EXCEEDED`,
 * `ABORTED`
 */
export async function openArchive(
  file: string,
  options: { tempDirectory?: string | undefined; signal?: AbortSignal | undefined },
): Promise<ArchiveStore> {
  const compression = await sniffFile(file);
  if (compression === "none") {
    const members = await readMembers(file, options.signal);
    return { ...memberStore(file, members), close: async () => {} };
  }
  const folder = await createTempFolder(options.tempDirectory);
  try {
    const plain = join(folder.path, "archive.tar");
    await unpack(file, plain, compression, options.signal);
    const members = await readMembers(plain, options.signal);
    return { ...memberStore(plain, members), close: () => folder.remove() };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

async function sniffFile(path: string): Promise<Compression> {
  const file = await openFile(path);
  try {
    const head = Buffer.alloc(sniffBytes);
    await file.read(head, 0, sniffBytes, 0);
    return sniffCompression(head);
  } catch (error) {
    throw toPlimsollError(error, "READ_FAILED", "The archive cannot be read", {
      subject: path,
      action: "Name a file that you may read; a folder is oci-dir: or dir:",
    });
  } finally {
    await file.close();
  }
}

async function unpack(
  from: string,
  to: string,
  compression: Compression,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { size: length } = await stat(from);
  const meter = new ExpansionMeter(defaultWalkLimits);
  const output = await open(to, "wx", 0o600);
  let pending: Buffer[] = [];
  const decompressor = createDecompressor(compression, (chunk) => {
    meter.expand(chunk.length);
    pending.push(Buffer.from(chunk));
  });
  const flush = async () => {
    for (const chunk of pending) await output.appendFile(chunk);
    pending = [];
  };
  try {
    for await (const chunk of readPackedBytes({ kind: "file", path: from, offset: 0, length })) {
      throwIfAborted(signal);
      meter.packedBytes += chunk.length;
      await decompressor.write(chunk);
      await flush();
    }
    await decompressor.end();
    await flush();
  } finally {
    decompressor.close();
    await output.close();
  }
}

// A file that is cut off still names the members that it has: their layers are worth reading.
async function readMembers(
  path: string,
  signal: AbortSignal | undefined,
): Promise<Map<string, ArchiveMember>> {
  const members = new Map<string, ArchiveMember>();
  const file = await openFile(path);
  try {
    const { size } = await file.stat();
    const parser = new TarParser(
      {
        entry({ path: name, type, size: length, linkTarget }, offset) {
          if (members.size >= memberLimit) {
            throw new PlimsollError("LIMIT_EXCEEDED", `The archive has over ${memberLimit} files`);
          }
          members.set(name, { type, offset, length, linkTarget });
          return undefined;
        },
        content: () => undefined,
        piece: () => undefined,
        problem: () => {},
        expand: () => {},
      },
      defaultWalkLimits,
    );
    await readTarFile(file, { offset: 0, length: size }, parser, signal);
  } catch (error) {
    const fault = toPlimsollError(error, "MALFORMED", "The archive cannot be read");
    if (fault.code !== "MALFORMED") throw fault;
    if (members.size === 0) throw noArchive(path, fault);
  } finally {
    await file.close();
  }
  return members;
}

function noArchive(subject: string, cause: PlimsollError): PlimsollError {
  return new PlimsollError("MALFORMED", "The file is no tar archive", {
    subject,
    action: "Save the image again, or check that this is the file meant.",
    cause,
  });
}
