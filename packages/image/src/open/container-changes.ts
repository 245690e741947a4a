import type { ContainerChange } from "@plimsoll/engine";
import type { ChangedPaths } from "../image.ts";
import { normalisePath } from "../tar/entry-path.ts";

/**
 * What a container's layer shows of its whole file system. A path that is said to be deleted may
 * still be there: a directory that took the place of another has only its own, new content.
 */
export function toChangedPaths(changes: readonly ContainerChange[]): ChangedPaths {
  const present = new Set<string>();
  const deleted: string[] = [];
  for (const { path: raw, kind } of changes) {
    const path = normalisePath(raw);
    if (!path) continue;
    if (kind === "deleted") deleted.push(path);
    else present.add(path);
  }
  return { present, deleted };
}
