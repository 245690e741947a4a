import { constants, inflateRawSync } from "node:zlib";
import { PlimsollError, toPlimsollError } from "@plimsoll/core";
import type { ArchiveBudget } from "./limits.ts";
import type { ZipEntry } from "./zip-directory.ts";

const localSignature = 0x04034b50; // APPNOTE 4.3.7
const localBytes = 30;
const stored = 0;
const deflated = 8;
/** Packed bytes of a long text that are enough for its beginning. */
const leadingPackedBytes = 32 * 1024;

/**
 * All bytes of an entry. A stored entry is a view of `zip`: nothing is copied.
 *
 * @throws PlimsollError `LIMIT_EXCEEDED` when it has more than `mostBytes` bytes or expands like a
 * bomb; `UNSUPPORTED` for encryption and other compressions; `MALFORMED`
 */
export function readEntry(
  zip: Buffer,
  entry: ZipEntry,
  mostBytes: number,
  budget: ArchiveBudget,
): Buffer {
  const { inflatedBytes, packedBytes } = entry;
  const packed = packedBytesOf(zip, entry);
  if (inflatedBytes > mostBytes) {
    throw tooLarge(`it has ${inflatedBytes} bytes; at most ${mostBytes} are read`);
  }
  const { ratio, ratioFloorBytes } = budget.limits;
  if (inflatedBytes > Math.max(ratioFloorBytes, ratio * packedBytes)) {
    throw tooLarge(`it expands to more than ${ratio} times its size`);
  }
  budget.takeBytes(inflatedBytes);
  if (entry.method === stored) return packed;
  // Never more than it declares: a directory that lies about the size gains nothing.
  return inflate(packed, inflatedBytes, constants.Z_FINISH);
}

/**
 * The beginning of a text that may be long: manifests of signed archives list every file.
 *
 * @throws PlimsollError as `readEntry`
 */
export function readLeading(
  zip: Buffer,
  entry: ZipEntry,
  mostBytes: number,
  budget: ArchiveBudget,
): Buffer {
  if (entry.inflatedBytes <= mostBytes && entry.packedBytes <= leadingPackedBytes) {
    return readEntry(zip, entry, mostBytes, budget);
  }
  const packed = packedBytesOf(zip, entry).subarray(0, leadingPackedBytes);
  budget.takeBytes(mostBytes);
  if (entry.method === stored) return packed;
  return inflate(packed, mostBytes, constants.Z_SYNC_FLUSH);
}

function packedBytesOf(zip: Buffer, entry: ZipEntry): Buffer {
  const { method, headerOffset, packedBytes, inflatedBytes } = entry;
  if (entry.isEncrypted) throw new PlimsollError("UNSUPPORTED", "it is encrypted");
  if (method !== stored && method !== deflated) {
    throw new PlimsollError("UNSUPPORTED", `its compression, method ${method}, is not read`);
  }
  if (
    headerOffset + localBytes > zip.length ||
    zip.readUInt32LE(headerOffset) !== localSignature ||
    (method === stored && packedBytes !== inflatedBytes)
  ) {
    throw new PlimsollError("MALFORMED", "its header in the archive is damaged");
  }
  const start =
    headerOffset +
    localBytes +
    zip.readUInt16LE(headerOffset + 26) +
    zip.readUInt16LE(headerOffset + 28);
  if (start + packedBytes > zip.length) {
    throw new PlimsollError("MALFORMED", "its data reach past the archive's end");
  }
  return zip.subarray(start, start + packedBytes);
}

function inflate(packed: Buffer, mostBytes: number, finishFlush: number): Buffer {
  try {
    return inflateRawSync(packed, {
      maxOutputLength: Math.max(1, mostBytes),
      // One buffer that is never full, so that nothing is copied together (zlib's least is 64).
      chunkSize: Math.max(64, mostBytes + 1),
      finishFlush,
    });
  } catch (cause) {
    if ((cause as { code?: unknown }).code === "ERR_BUFFER_TOO_LARGE") {
      throw tooLarge(`it expands to more than the ${mostBytes} bytes that it may have`);
    }
    throw toPlimsollError(cause, "MALFORMED", "its data cannot be inflated");
  }
}

function tooLarge(why: string): PlimsollError {
  return new PlimsollError("LIMIT_EXCEEDED", why);
}
