import type { ChangedPaths } from "../image.ts";
import type { TarHandler } from "../tar/tar-handler.ts";
import { showWhiteout } from "./show-whiteout.ts";

/** Shows the handler of a whole file system only what makes a layer of it, deletions first. */
export function changesOnly({ present, deleted }: ChangedPaths, handler: TarHandler): TarHandler {
  for (const path of deleted) showWhiteout(path, handler);
  return {
    entry: (entry, dataOffset) =>
      present.has(entry.path) ? handler.entry(entry, dataOffset) : undefined,
    content: (...rest) => handler.content(...rest),
    piece: (...rest) => handler.piece(...rest),
    problem: (...rest) => handler.problem(...rest),
    expand: (...rest) => handler.expand(...rest),
  };
}
