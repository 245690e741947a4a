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
  const isUstar = buffer.toString("latin1", start + 257, start + 262) === "ustar";
  const isGnu = isUstar && buffer[start + 262] === 0x20;
  const flag = buffer[start + 156]!;
  let path = readField(buffer, start, 100);
  if (isUstar && !isGnu && buffer[start + 345] !== 0) {
    path = `${readField(buffer, start + 345, prefixLength(buffer, start))}/${path}`;
  }
  return {
    typeflag: flag === 0 ? "0" : String.fromCharCode(flag),
    path,
    linkPath: readField(buffer, start + 157, 100),
    mode: readNumber(buffer, start + 100, 8, "mode") & 0o7777,
    uid: readNumber(buffer, start + 108, 8, "uid"),
    gid: readNumber(buffer, start + 116, 8, "gid"),
    size: readNumber(buffer, start + 124, 12, "size"),
    isGnu,
  };
}

// star writes its access times behind a shorter prefix, and marks that with "tar\0" at the end.
function prefixLength(buffer: Buffer, start: number): number {
  return buffer.toString("latin1", start + 508, start + 512) === "tar\0" ? 131 : 155;
}

function verifyChecksum(buffer: Buffer, start: number): void {
  const stored = readNumber(buffer, start + 148, 8, "checksum");
  // The field itself counts as eight spaces. Some old writers summed signed bytes.
  let unsigned = 8 * 32;
  let above = 0;
  for (let i = start; i < start + 148; i += 1) {
    const byte = buffer[i]!;
    unsigned += byte;
    above += byte >> 7;
  }
  for (let i = start + 156; i < start + blockBytes; i += 1) {
    const byte = buffer[i]!;
    unsigned += byte;
    above += byte >> 7;
  }
  if (stored === unsigned || stored === unsigned - above * 256) return;
  throw new PlimsollError("MALFORMED", "The checksum of a tar header does not hold");
}
