import { PlimsollError } from "@plimsoll/core";
import { isDigest, verifyDigest } from "../digest.ts";
import type { BlobReader } from "./blob-reader.ts";
import type { StoredToc } from "./estargz.ts";
import { rangeLimits } from "./limits.ts";
import { unpackAll } from "./unpack.ts";

/** containers/storage, pkg/chunked/internal/compression.go; the second is stargz-snapshotter's. */
const prefixes = ["io.github.containers.zstd-chunked", "io.containers.zstd-chunked"];
/** The only type of table that there is. */
const crfsType = 1;

/**
 * The table of contents of a zstd:chunked layer, in a skippable frame that the manifest knows the
 * place and the digest of; `undefined` when it does not.
 *
 * @throws PlimsollError `DIGEST_MISMATCH`, `MALFORMED`, `LIMIT_EXCEEDED`, and what reading throws
 */
export async function readZstdChunkedToc(
  annotations: Readonly<Record<string, string>>,
  blob: BlobReader,
): Promise<StoredToc | undefined> {
  const prefix = prefixes.find((it) => `${it}.manifest-position` in annotations);
  const digest = annotations[`${prefix}.manifest-checksum`];
  const place = /^(\d{1,15}):(\d{1,15}):(\d{1,15}):(\d{1,3})$/.exec(
    annotations[`${prefix}.manifest-position`] ?? "",
  );
  if (place === null || !isDigest(digest)) return undefined;
  const [offset, length, unpackedLength, type] = place.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
  ];
  if (type !== crfsType || offset + length > blob.size) return undefined;
  if (length > rangeLimits.packedTocBytes || unpackedLength > rangeLimits.tocBytes) {
    throw new PlimsollError("LIMIT_EXCEEDED", "The table of contents is too large");
  }
  const packed = await blob.read({ offset, length });
  verifyDigest(packed, digest, "The table of contents");
  return { json: await unpackAll(packed, "zstd", unpackedLength), offset };
}
