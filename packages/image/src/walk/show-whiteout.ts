import type { FileEntry } from "../inspector.ts";
import { whiteoutOf } from "../squash/whiteout.ts";
import type { TarHandler } from "../tar/tar-handler.ts";

const nothing = Buffer.alloc(0);

/** Shows the handler the entry of an archive that deletes `path`. */
export function showWhiteout(path: string, handler: TarHandler): void {
  const entry: FileEntry = {
    path: whiteoutOf(path),
    type: "file",
    mode: 0,
    uid: 0,
    gid: 0,
    size: 0,
  };
  if (handler.entry(entry, 0) === undefined) return;
  let next = handler.content(entry, nothing);
  while (next !== undefined) next = handler.piece(entry, nothing, next);
}
