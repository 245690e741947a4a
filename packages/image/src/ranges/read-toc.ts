import type { Layer } from "../image.ts";
import type { BlobReader } from "./blob-reader.ts";
import { readEstargzToc } from "./estargz.ts";
import { parseToc } from "./parse-toc.ts";
import type { TableOfContents } from "./toc.ts";
import { readZstdChunkedToc } from "./zstd-chunked.ts";

/**
 * Fetches the table of contents of a layer, if it has one that the manifest has a digest of.
 *
 * @throws PlimsollError `DIGEST_MISMATCH`, `MALFORMED`, `LIMIT_EXCEEDED`, and what reading throws
 */
export async function readToc(
  { annotations }: Pick<Layer, "annotations">,
  blob: BlobReader,
  limits: { entries: number },
): Promise<TableOfContents | undefined> {
  if (annotations === undefined) return undefined;
  // stargz-snapshotter notes the digest of eStargz's table for zstd:chunked layers too.
  const chunked = await readZstdChunkedToc(annotations, blob);
  const stored = chunked ?? (await readEstargzToc(annotations, blob));
  if (stored === undefined) return undefined;
  return {
    compression: chunked ? "zstd" : "gzip",
    entries: parseToc(stored.json, stored.offset, limits),
  };
}
