import { isInFolder } from "../inspectors/in-folder.ts";

/**
 * What package managers unpacked: a lockfile there is what the package's author worked with, and
 * nothing is installed by it.
 */
const unpacked =
  /(?:^|\/)(?:node_modules|bower_components|vendor|site-packages|dist-packages|gems\/[^/]+-\d[^/]*|pkg\/mod|registry\/src|Pods|\.build)\//;

/**
 * Whether a path's last parts are one of these; `*` in a pattern's last part is any text. It is asked
 * about every file of a folder.
 */
export function createFileMatcher(patterns: readonly string[]): (path: string) => boolean {
  const matchers = patterns.map(createMatcher);
  const [only] = matchers;
  return only !== undefined && matchers.length === 1
    ? only
    : (path) => matchers.some((matches) => matches(path));
}

/** True for what lies inside a package that a package manager unpacked. */
export function isUnpacked(path: string): boolean {
  return unpacked.test(path);
}

function createMatcher(pattern: string): (path: string) => boolean {
  const star = pattern.indexOf("*");
  const end = `/${pattern}`;
  if (star === -1) return (path) => path.endsWith(end) || path === pattern;
  const nameStart = pattern.lastIndexOf("/") + 1;
  const folder = pattern.slice(0, Math.max(0, nameStart - 1));
  const before = pattern.slice(nameStart, star);
  const after = pattern.slice(star + 1);
  return (path) => {
    if (!path.endsWith(after) || (folder !== "" && !isInFolder(path, folder))) return false;
    const start = path.lastIndexOf("/") + 1;
    return path.startsWith(before, start) && path.length - start >= before.length + after.length;
  };
}
