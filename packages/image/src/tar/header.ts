import { PlimsollError } from "@plimsoll/core";
import { readNumber } from "./number.ts";
import { readField } from "./text.ts";

/** Size of a header, and what contents are padded to. */
export const blockBytes = 512;

/** One 512-byte header, before extended headers are applied. */
export interface TarHeader {
  /** The type flag's character; `"0"` for the NUL of version 7. */
  typeflag: string;
  path: string;
  linkPath: string;
  /** `mode & 0o7777` */
  mode: number;
  uid: number;
  gid: number;
  /** Bytes that follow the header, without padding. */
  size: number;
  /** Old GNU format: fields of its own stand where ustar has the path's prefix. */
  isGnu: boolean;
}

/** True for a block of zeros: two of them end an archive. */
export function isZeroBlock(buffer: Buffer, start: number): boolean {
  for (let i = start; i < start + blockBytes; i += 1) if (buffer[i] !== 0) return false;
  return true;
}

/**
 * Reads a header: version 7, ustar (POSIX.1-1988) and old GNU.
 *
 * @throws PlimsollError `MALFORMED` when its checksum or a number does not hold
 */
export function readHeader(buffer: Buffer, start: number): TarHeader {
  verifyChecksum(buffer, start);
  // "ustar\0" is POSIX, "ustar " is GNU, anything else is version 7.
  const isUstar = isUstarMagic(buffer, start + 257);
  const isGnu = isUstar && buffer[start + 262] === 0x20;
  const flag = buffer[start + 156]!;
  let path = readField(buffer, start, 100);
  if (isUstar && !isGnu && buffer[start + 345] !== 0) {
    path = `${readField(buffer, start + 345, prefixLength(buffer, start))}/${path}`;
  }
  return {
    typeflag: flag === 0 ? "0" : String.fromCharCode(flag),
    path,
    linkPath: buffer[start + 157] === 0 ? "" : readField(buffer, start + 157, 100),
    mode: readNumber(buffer, start + 100, 8, "mode") & 0o7777,
    uid: readNumber(buffer, start + 108, 8, "uid"),
    gid: readNumber(buffer, start + 116, 8, "gid"),
    size: readNumber(buffer, start + 124, 12, "size"),
    isGnu,
  };
}

function isUstarMagic(buffer: Buffer, at: number): boolean {
  return buffer.readUInt32BE(at) === 0x75737461 && buffer[at + 4] === 0x72;
}

// star writes its access times behind a shorter prefix, and marks that with "tar\0" at the end.
function prefixLength(buffer: Buffer, start: number): number {
  return buffer.toString("latin1", start + 508, start + 512) === "tar\0" ? 131 : 155;
}

function verifyChecksum(buffer: Buffer, start: number): void {
  const stored = readNumber(buffer, start + 148, 8, "checksum");
  let sum = 0;
  for (let i = start; i < start + blockBytes; i += 1) sum += buffer[i]!;
  // The field itself counts as eight spaces.
  for (let i = start + 148; i < start + 156; i += 1) sum += 32 - buffer[i]!;
  if (stored === sum || stored === sum - 256 * highBytes(buffer, start)) return;
  throw new PlimsollError("MALFORMED", "The checksum of a tar header does not hold");
}

// Some old writers summed signed bytes: each above 127 counts 256 less.
function highBytes(buffer: Buffer, start: number): number {
  let count = 0;
  for (let i = start; i < start + blockBytes; i += 1) {
    if ((i < start + 148 || i >= start + 156) && buffer[i]! > 127) count += 1;
  }
  return count;
}
