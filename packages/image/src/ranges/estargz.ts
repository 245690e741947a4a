import { PlimsollError } from "@plimsoll/core";
import { isDigest, verifyDigest } from "../digest.ts";
import { blockBytes, readHeader } from "../tar/header.ts";
import type { BlobReader } from "./blob-reader.ts";
import { rangeLimits } from "./limits.ts";
import { unpackAll } from "./unpack.ts";

/** stargz-snapshotter, docs/estargz.md, "Annotations". */
const digestAnnotation = "containerd.io/snapshot/stargz/toc.digest";
const tocName = "stargz.index.json";
const footerBytes = 51;
/** Read with the footer: the end of the table, or all of a small one. */
const tailBytes = 64 * 1024;
/** Room for the header and the end of the archive that the table lies in. */
const archiveBytes = 64 * 1024;

const memberStart = Buffer.from([0x1f, 0x8b, 8, 4]);
/** An extra field of 26 bytes, whose one subfield `SG` has 22. */
const extraStart = Buffer.from([26, 0, 0x53, 0x47, 22, 0]);

/** A table of contents as its layer stores it, verified. */
export interface StoredToc {
  json: Buffer;
  /** Where the table, and so the end of the content, lies in the blob. */
  offset: number;
}

/**
 * The table of contents of an eStargz layer, a gzip member of its own in front of a footer of fixed
 * size; `undefined` when the manifest has no digest of one, or the layer no footer.
 *
 * @throws PlimsollError `DIGEST_MISMATCH`, `MALFORMED`, `LIMIT_EXCEEDED`, and what reading throws
 */
export async function readEstargzToc(
  annotations: Readonly<Record<string, string>>,
  blob: BlobReader,
): Promise<StoredToc | undefined> {
  const digest = annotations[digestAnnotation];
  if (!isDigest(digest) || blob.size < footerBytes) return undefined;
  const tail = await blob.read({
    offset: Math.max(0, blob.size - tailBytes),
    length: Math.min(tailBytes, blob.size),
  });
  const offset = readFooter(tail.subarray(-footerBytes));
  const length = blob.size - footerBytes - (offset ?? 0);
  if (offset === undefined || length <= 0) return undefined;
  if (length > rangeLimits.packedTocBytes) {
    throw new PlimsollError("LIMIT_EXCEEDED", "The table of contents is too large");
  }
  const packed = await withTail(blob, tail, offset);
  const most = rangeLimits.tocBytes + archiveBytes;
  const json = onlyFile(await unpackAll(packed.subarray(0, length), "gzip", most));
  verifyDigest(json, digest, "The table of contents");
  return { json, offset };
}

/**
 * Where the table lies: a gzip member without content whose extra field `SG` holds the offset in
 * hexadecimal digits (docs/estargz.md, "Footer"; RFC 1952 2.3.1.1).
 */
export function readFooter(footer: Buffer): number | undefined {
  // Bytes 4 to 9 are the time, flags and system that a gzip member may state as it likes.
  const isMember = footer.subarray(0, 4).equals(memberStart);
  if (!isMember || !footer.subarray(10, 16).equals(extraStart)) return undefined;
  const found = /^([0-9a-f]{16})STARGZ$/.exec(footer.toString("latin1", 16, 38));
  const offset = Number.parseInt(found?.[1] ?? "", 16);
  return Number.isSafeInteger(offset) ? offset : undefined;
}

async function withTail(blob: BlobReader, tail: Buffer, offset: number): Promise<Buffer> {
  const missing = blob.size - tail.length - offset;
  if (missing <= 0) return tail.subarray(-missing);
  return Buffer.concat([await blob.read({ offset, length: missing }), tail]);
}

function onlyFile(archive: Buffer): Buffer {
  const header = archive.length >= blockBytes ? readHeader(archive, 0) : undefined;
  const end = blockBytes + (header?.size ?? 0);
  if (header?.path === tocName && end <= archive.length) return archive.subarray(blockBytes, end);
  throw new PlimsollError("MALFORMED", `The layer has no ${tocName} where its footer says`);
}
