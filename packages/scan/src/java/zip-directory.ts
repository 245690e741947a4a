import { PlimsollError } from "@plimsoll/core";
import type { ArchiveBudget } from "./limits.ts";

/** Where the central directory of a ZIP archive lies. */
export interface ZipDirectory {
  /** Offset of its first record in the buffer. */
  offset: number;
  /** Offset of the byte behind its last record. */
  end: number;
  /** Bytes before the archive's own first byte: executable archives begin with a shell script. */
  shift: number;
}

/** A record of the central directory: its sizes are right also where a data descriptor follows the data. */
export interface ZipEntry {
  name: string;
  isEncrypted: boolean;
  /** 0 stored, 8 deflated (APPNOTE 4.4.5). */
  method: number;
  packedBytes: number;
  inflatedBytes: number;
  /** Offset of the local header in the archive's file. */
  headerOffset: number;
}

// APPNOTE 6.3.10: 4.3.16, 4.3.15, 4.3.14, 4.3.12; sizes without their variable parts.
const endSignature = Buffer.from("PK\x05\x06", "latin1");
const endBytes = 22;
const locator64Signature = 0x07064b50;
const locator64Bytes = 20;
const end64Signature = 0x06064b50;
const end64Bytes = 56;
const recordSignature = 0x02014b50;
const recordBytes = 46;
const longestComment = 0xffff;
const unknown32 = 0xffff_ffff;

/**
 * Finds the central directory from the archive's end. `zip` may be the last bytes of an archive,
 * from `base` on: then the directory must lie within them.
 *
 * @throws PlimsollError `MALFORMED` when there is none
 */
export function findDirectory(zip: Buffer, base = 0): ZipDirectory {
  const earliest = Math.max(0, zip.length - endBytes - longestComment);
  const tail = zip.subarray(earliest);
  let at = tail.length - endBytes;
  while (at >= 0) {
    at = tail.lastIndexOf(endSignature, at);
    if (at === -1) break;
    const directory = readEnd(zip, earliest + at, base);
    if (directory !== undefined) return directory;
    at -= 1;
  }
  throw new PlimsollError("MALFORMED", "it is not a whole ZIP archive");
}

function readEnd(zip: Buffer, at: number, base: number): ZipDirectory | undefined {
  const locator = at - locator64Bytes;
  if (locator >= 0 && zip.readUInt32LE(locator) === locator64Signature) {
    const end64 = findEnd64(zip, locator, base);
    if (end64 !== undefined) {
      const size = readSize(zip, end64 + 40);
      const offset = readSize(zip, end64 + 48);
      return placeDirectory(zip, end64, size, offset - base);
    }
  }
  const offset = zip.readUInt32LE(at + 16) - base;
  return placeDirectory(zip, at, zip.readUInt32LE(at + 12), offset);
}

/** The ZIP64 end record lies right before its locator, except in archives with extensible data. */
function findEnd64(zip: Buffer, locator: number, base: number): number | undefined {
  for (const at of [locator - end64Bytes, readSize(zip, locator + 8) - base]) {
    if (at >= 0 && at <= locator - end64Bytes && zip.readUInt32LE(at) === end64Signature) return at;
  }
  return undefined;
}

function placeDirectory(
  zip: Buffer,
  end: number,
  size: number,
  offset: number,
): ZipDirectory | undefined {
  const start = end - size;
  // The directory ends where its end record begins; what its offset says differs by the prefix.
  const shift = start - offset;
  if (shift < 0 || start < 0) return undefined;
  const isEmpty = size === 0;
  const hasRecord = size >= recordBytes && zip.readUInt32LE(start) === recordSignature;
  return isEmpty || hasRecord ? { offset: start, end, shift } : undefined;
}

/**
 * The entries whose name `isWanted` likes, in the order of the directory. It is given the bounds of
 * the name in `zip`, so that the names of a hundred thousand classes are never decoded.
 *
 * @throws PlimsollError `MALFORMED` at a damaged record; `LIMIT_EXCEEDED`
 */
export function* readEntries(
  zip: Buffer,
  directory: ZipDirectory,
  budget: ArchiveBudget,
  isWanted: (zip: Buffer, start: number, end: number) => boolean,
): Generator<ZipEntry> {
  let at = directory.offset;
  while (at < directory.end) {
    if (at + recordBytes > directory.end || zip.readUInt32LE(at) !== recordSignature) {
      throw damaged();
    }
    budget.takeEntry();
    const nameStart = at + recordBytes;
    const nameEnd = nameStart + zip.readUInt16LE(at + 28);
    const extraEnd = nameEnd + zip.readUInt16LE(at + 30);
    const next = extraEnd + zip.readUInt16LE(at + 32);
    if (next > directory.end) throw damaged();
    if (isWanted(zip, nameStart, nameEnd)) {
      const sizes = readSizes(zip, at, nameEnd, extraEnd);
      yield {
        name: zip.toString("utf8", nameStart, nameEnd),
        isEncrypted: (zip.readUInt16LE(at + 8) & 1) !== 0,
        method: zip.readUInt16LE(at + 10),
        ...sizes,
        headerOffset: directory.shift + sizes.headerOffset,
      };
    }
    at = next;
  }
}

function damaged(): PlimsollError {
  return new PlimsollError("MALFORMED", "its central directory is damaged");
}

/** Sizes and offset of a record; 0xffffffff means that the ZIP64 extra field tells (APPNOTE 4.5.3). */
function readSizes(zip: Buffer, record: number, extraStart: number, extraEnd: number) {
  const sizes = {
    inflatedBytes: zip.readUInt32LE(record + 24),
    packedBytes: zip.readUInt32LE(record + 20),
    headerOffset: zip.readUInt32LE(record + 42),
  };
  let field = extraStart;
  while (field + 4 <= extraEnd) {
    const id = zip.readUInt16LE(field);
    const fieldEnd = Math.min(extraEnd, field + 4 + zip.readUInt16LE(field + 2));
    if (id === 1) {
      let value = field + 4;
      for (const key of ["inflatedBytes", "packedBytes", "headerOffset"] as const) {
        if (sizes[key] !== unknown32 || value + 8 > fieldEnd) continue;
        sizes[key] = readSize(zip, value);
        value += 8;
      }
      break;
    }
    field = fieldEnd;
  }
  return sizes;
}

/** A 64-bit number; what a double cannot hold is larger than any archive, which is all that counts. */
function readSize(zip: Buffer, at: number): number {
  return zip.readUInt32LE(at) + zip.readUInt32LE(at + 4) * 2 ** 32;
}
