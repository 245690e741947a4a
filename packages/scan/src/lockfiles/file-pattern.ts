import { isInFolder } from "../inspectors/in-folder.ts";

/**
 * What package managers unpacked: a lockfile there is what the package's author worked with, and
 * nothing is installed by it.
 */
const unpacked =
  /(?:^|\/)(?:node_modules|bower_components|vendor|site-packages|dist-packages|gems\/[^/]+-\d[^/]*|pkg\/mod|registry\/src|Pods|\.build)\//;

/** True for a path whose last parts are one of these; `*` in a pattern's last part is any text. */
export function matchesFile(path: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matches(path, pattern));
}

/** True for what lies inside a package that a package manager unpacked. */
export function isUnpacked(path: string): boolean {
  return unpacked.test(path);
}

function matches(path: string, pattern: string): boolean {
  const star = pattern.indexOf("*");
  if (star === -1) {
    const before = path.length - pattern.length - 1;
    return path.endsWith(pattern) && (before < 0 || path[before] === "/");
  }
  if (!path.endsWith(pattern.slice(star + 1))) return false;
  const folderEnd = pattern.lastIndexOf("/");
  if (folderEnd !== -1 && !isInFolder(path, pattern.slice(0, folderEnd))) return false;
  const start = path.lastIndexOf("/") + 1;
  const fixedLength = pattern.length - folderEnd - 2;
  return (
    path.startsWith(pattern.slice(folderEnd + 1, star), start) && path.length - start >= fixedLength
  );
}
