import { forEachLine } from "../formats/lines.ts";
import { mayHoldPackage } from "./interest.ts";

const longestPath = 4096; // PATH_MAX

/** The files of one package that other packages may be read from, as paths from the root. */
export type FileList = string[];

/** dpkg's and opkg's `.list`: one absolute path a line (dpkg-query(1), `--listfiles`). */
export function parsePathList(text: string): FileList {
  return collect(text, (line) => line.slice(1));
}

/** dpkg's `.md5sums`: 32 digits, two spaces, a relative path (deb-md5sums(5)). */
export function parseMd5sums(text: string): FileList {
  return collect(text, (line) => (/^[0-9a-f]{32} {2}/.test(line) ? line.slice(34) : ""));
}

/** pacman's `files`: relative paths below `%FILES%`, folders with a slash behind (libalpm, `be_local.c`). */
export function parsePacmanFiles(text: string): FileList {
  let isInside = false;
  return collect(text, (line) => {
    if (line.startsWith("%")) isInside = line.trimEnd() === "%FILES%";
    return isInside ? line : "";
  });
}

/** Portage's `CONTENTS`: `obj /path digest time` (Gentoo development guide, "Vdb format"). */
export function parsePortageContents(text: string): FileList {
  return collect(text, (line) => /^obj \/(.+) \S+ \d+$/.exec(line)?.[1] ?? "");
}

function collect(text: string, pathOf: (line: string) => string): FileList {
  const files: string[] = [];
  forEachLine(text, (start, end) => {
    if (end - start > longestPath) return true;
    const path = pathOf(text.slice(start, end).trimEnd());
    if (path !== "" && !path.endsWith("/") && mayHoldPackage(path)) files.push(path);
    return true;
  });
  return files;
}
