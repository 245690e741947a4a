import { redact, type TextEdit } from "@plimsoll/core";

/**
 * An edit that takes lines out of a file, their line ends too: it replaces them and a neighbour by the
 * neighbour, one that holds no secret if there is a choice. A file of nothing else becomes empty.
 */
export function removeLines(
  { path, lines }: { readonly path: string; readonly lines: readonly string[] },
  startLine: number,
  endLine: number,
): TextEdit {
  const above = lines[startLine - 2];
  const below = lines[endLine];
  if (above !== undefined && (below === undefined || redact(above) === above)) {
    return { path, startLine: startLine - 1, endLine, replacement: above };
  }
  return below === undefined
    ? { path, startLine, endLine, replacement: "" }
    : { path, startLine, endLine: endLine + 1, replacement: below };
}
