import { stat } from "node:fs/promises";
import { PlimsollError } from "@plimsoll/core";

export interface LocatedPath {
  path: string;
  /** What stands behind the path's `:` or `@`. */
  selector?: string;
}

/**
 * Splits `path[:tag]` or `path[@digest]`. Paths and tags may both hold colons: the longest
 * beginning that exists is the path.
 *
 * @throws PlimsollError `NOT_FOUND`
 */
export async function locatePath(text: string): Promise<LocatedPath> {
  if (await exists(text)) return { path: text };
  for (let end = text.length - 1; end > 0; end -= 1) {
    if (text[end] !== ":" && text[end] !== "@") continue;
    const path = text.slice(0, end);
    if (await exists(path)) return { path, selector: text.slice(end + 1) };
  }
  throw new PlimsollError("NOT_FOUND", "There is no such file or folder", {
    subject: text,
    action: "Check the path; a relative one starts at the current folder.",
  });
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
