import type { ChangedPaths } from "../image.ts";
import type { FileEntry } from "../inspector.ts";
import { whiteoutOf } from "../squash/whiteout.ts";
import type { TarHandler } from "../tar/tar-handler.ts";

const nothing = Buffer.alloc(0);

/** Shows the handler of a whole file system only what makes a layer of it, deletions first. */
export function changesOnly({ present, deleted }: ChangedPaths, handler: TarHandler): TarHandler {
  for (const path of deleted) showEmpty(whiteoutEntry(path), handler);
  return {
    entry: (entry, dataOffset) =>
      present.has(entry.path) ? handler.entry(entry, dataOffset) : undefined,
    content: (...rest) => handler.content(...rest),
    piece: (...rest) => handler.piece(...rest),
    problem: (...rest) => handler.problem(...rest),
    expand: (...rest) => handler.expand(...rest),
  };
}

function showEmpty(entry: FileEntry, handler: TarHandler): void {
  if (handler.entry(entry, 0) === undefined) return;
  let next = handler.content(entry, nothing);
  while (next !== undefined) next = handler.piece(entry, nothing, next);
}

function whiteoutEntry(path: string): FileEntry {
  return { path: whiteoutOf(path), type: "file", mode: 0, uid: 0, gid: 0, size: 0 };
}
