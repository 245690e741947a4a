import type { FileEntry } from "../inspector.ts";
import { normalisePath } from "../tar/entry-path.ts";
import type { TarHandler, TarLimits } from "../tar/tar-handler.ts";
import { usablePath } from "../tar/usable-path.ts";
import type { ChunkStore } from "./chunk-store.ts";
import type { Chunk, TocEntry } from "./toc.ts";

/** An entry as the walk sees it, and where the content of its file is. */
export interface PlacedEntry {
  entry: FileEntry;
  chunks: readonly Chunk[];
}

type PathLimits = Pick<TarLimits, "pathLength" | "pathDepth">;

/** The entry as a tar parser would give it; `undefined`, and a problem, when it cannot be used. */
export function placeEntry(
  { name, type, mode, uid, gid, size, linkName, xattrs, chunks }: TocEntry,
  limits: PathLimits,
  handler: Pick<TarHandler, "problem">,
): PlacedEntry | undefined {
  const path = usablePath(name, limits, handler);
  // The root itself is no entry; see the tar parser.
  if (!path) return undefined;
  const target = type === "symlink" ? linkName : normalisePath(linkName);
  const isLink = type === "symlink" || type === "hardlink";
  const entry: FileEntry = {
    path,
    type,
    mode,
    uid,
    gid,
    size,
    ...(isLink && target !== undefined && { linkTarget: target }),
    ...(xattrs && { xattrs }),
  };
  return { entry, chunks };
}

/**
 * Shows the entries of a table of contents to a handler as if they were an archive's, and reads of
 * their content what it asks for.
 *
 * @throws PlimsollError what the chunks and the handler throw
 */
export async function readEntries(
  entries: readonly PlacedEntry[],
  chunks: ChunkStore,
  handler: TarHandler,
): Promise<void> {
  for (const [index, placed] of entries.entries()) {
    const { entry } = placed;
    // Only tells entries of one name apart.
    const wanted = handler.entry(entry, index);
    if (wanted === undefined) continue;
    const content = await readStart(placed, chunks, Math.min(wanted, entry.size));
    let next = handler.content(entry, content);
    while (next !== undefined)
      next = handler.piece(entry, await readPiece(placed, chunks, next), next);
  }
}

async function readStart(
  { chunks }: PlacedEntry,
  store: ChunkStore,
  length: number,
): Promise<Buffer> {
  const wanted = chunks.filter(({ fileOffset }) => fileOffset < length);
  if (wanted.length === 1) return (await store.read(wanted[0]!)).subarray(0, length);
  const content = Buffer.allocUnsafeSlow(length);
  for (const chunk of wanted) (await store.read(chunk)).copy(content, chunk.fileOffset);
  return content;
}

/** From `offset` to the end of its chunk; nothing behind the end of the file. */
async function readPiece(
  { chunks }: PlacedEntry,
  store: ChunkStore,
  offset: number,
): Promise<Buffer> {
  const chunk = chunks.find(({ fileOffset, size }) => offset < fileOffset + size);
  if (chunk === undefined) return Buffer.alloc(0);
  return (await store.read(chunk)).subarray(offset - chunk.fileOffset);
}
