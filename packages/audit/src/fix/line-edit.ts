import type { TextEdit } from "@plimsoll/core";

/** The smallest edit of whole lines that makes one text of another; undefined for equal ones. */
export function lineEdit(path: string, before: string, after: string): TextEdit | undefined {
  if (before === after) return undefined;
  const [old, now] = [before.split("\n"), after.split("\n")];
  let start = 0;
  while (start < Math.min(old.length, now.length) && old[start] === now[start]) start += 1;
  let end = 0;
  while (
    end < Math.min(old.length, now.length) - start &&
    old[old.length - 1 - end] === now[now.length - 1 - end]
  ) {
    end += 1;
  }
  // An edit replaces one line at least by one at least.
  if (start === Math.min(old.length, now.length) - end) {
    if (start > 0) start -= 1;
    else end -= 1;
  }
  const replacement = now
    .slice(start, now.length - end)
    .map((line) => line.replace(/\r$/, ""))
    .join("\n");
  return { path, startLine: start + 1, endLine: old.length - end, replacement };
}
