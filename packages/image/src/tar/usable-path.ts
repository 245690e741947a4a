import { depthOf, normalisePath } from "./entry-path.ts";
import type { TarHandler, TarLimits } from "./tar-handler.ts";

/** As much of a path from an archive as reports show. */
export function shownPath(raw: string): string {
  return raw.slice(0, 256);
}

/** The normalised path of an entry; `undefined`, and a problem, for one that cannot be used. */
export function usablePath(
  raw: string,
  { pathLength, pathDepth }: Pick<TarLimits, "pathLength" | "pathDepth">,
  handler: Pick<TarHandler, "problem">,
): string | undefined {
  if (raw.length > pathLength) {
    const why = `its path has ${raw.length} characters`;
    handler.problem("LIMIT_EXCEEDED", shownPath(raw), why);
    return undefined;
  }
  const path = normalisePath(raw);
  if (path === undefined) {
    handler.problem("MALFORMED", shownPath(raw), "its path leads out of the image");
    return undefined;
  }
  if (depthOf(path) <= pathDepth) return path;
  handler.problem("LIMIT_EXCEEDED", shownPath(raw), "its path is too deep");
  return undefined;
}
