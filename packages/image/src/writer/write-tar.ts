import { PlimsollError } from "@plimsoll/core";
import { blockBytes } from "../tar/header.ts";
import type { TarEntry } from "./tar-entry.ts";
import { needsPaxRecords, writePaxRecords } from "./write-pax.ts";

const typeflags = {
  file: "0",
  hardlink: "1",
  symlink: "2",
  character: "3",
  block: "4",
  directory: "5",
  fifo: "6",
} as const;

/**
 * Writes an archive: ustar, with PAX headers where ustar has no room. The same entries always give
 * the same bytes.
 *
 * @example
 * const layer = writeTar([{ path: "etc/os-release", content: "ID=debian\n" }]);
 *
 * @throws PlimsollError `INVALID_ARGUMENT` for an entry that tar cannot express
 */
export function writeTar(entries: readonly TarEntry[]): Buffer {
  const blocks: Buffer[] = [];
  for (const entry of entries) {
    const content = contentOf(entry);
    if (needsPaxRecords(entry)) {
      const records = writePaxRecords(entry);
      const path = `PaxHeaders/${entry.path.replaceAll(/[^\x20-\x7e]/g, "_").slice(-80)}`;
      blocks.push(writeHeader({ path, mode: 0o644 }, "x", records.length), ...pad(records));
    }
    blocks.push(writeHeader(entry, typeflags[entry.type ?? "file"], content.length));
    blocks.push(...pad(content));
  }
  blocks.push(Buffer.alloc(2 * blockBytes));
  return Buffer.concat(blocks);
}

function contentOf({ path, type = "file", content = "" }: TarEntry): Buffer {
  const bytes = typeof content === "string" ? Buffer.from(content) : Buffer.from(content);
  if (type === "file" || bytes.length === 0) return bytes;
  throw new PlimsollError("INVALID_ARGUMENT", `A ${type} has no content`, { subject: path });
}

/** A header block; what does not fit is cut, since a PAX header says it in full. */
function writeHeader(entry: TarEntry, typeflag: string, size: number): Buffer {
  const header = Buffer.alloc(blockBytes);
  const { type = "file", uid = 0, gid = 0, mtime = 0 } = entry;
  header.write(entry.path, 0, 100);
  writeOctal(header, entry.mode ?? defaultMode(type), 100, 8);
  writeOctal(header, uid, 108, 8);
  writeOctal(header, gid, 116, 8);
  writeOctal(header, size, 124, 12);
  writeOctal(header, mtime, 136, 12);
  header.fill(" ", 148, 156);
  header.write(typeflag, 156);
  header.write(entry.linkTarget ?? "", 157, 100);
  header.write("ustar\x0000", 257, "latin1");
  let sum = 0;
  for (const byte of header) sum += byte;
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return header;
}

function defaultMode(type: NonNullable<TarEntry["type"]>): number {
  if (type === "directory") return 0o755;
  return type === "symlink" ? 0o777 : 0o644;
}

function writeOctal(header: Buffer, value: number, start: number, length: number): void {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new PlimsollError("INVALID_ARGUMENT", `Tar cannot express the number ${value}`);
  }
  const digits = value.toString(8).padStart(length - 1, "0");
  // Too large for the field: a PAX header says it.
  header.write(digits.length < length ? digits : "0".repeat(length - 1), start, "latin1");
}

function pad(content: Buffer): Buffer[] {
  const padding = (blockBytes - (content.length % blockBytes)) % blockBytes;
  return padding === 0 ? [content] : [content, Buffer.alloc(padding)];
}
