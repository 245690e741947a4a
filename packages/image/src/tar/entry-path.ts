/**
 * A path from an archive, normalised as container runtimes do before they extract: relative to the
 * root, without empty parts, `.` and `..`. `undefined` when it leads out of the root or holds a
 * NUL. The root itself is the empty string.
 */
export function normalisePath(raw: string): string | undefined {
  if (isNormal(raw)) return raw;
  if (raw.includes("\0")) return undefined;
  const parts: string[] = [];
  for (const part of raw.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join("/");
}

/** Directory part of a normalised path; the empty string at the top. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "" : path.slice(0, slash);
}

/** How many parts a normalised path has. */
export function depthOf(path: string): number {
  let depth = path === "" ? 0 : 1;
  for (let at = path.indexOf("/"); at !== -1; at = path.indexOf("/", at + 1)) depth += 1;
  return depth;
}

// Nearly every path is already normal; this answers so without allocating.
function isNormal(path: string): boolean {
  const length = path.length;
  let start = 0;
  for (let i = 0; i <= length; i += 1) {
    const code = i === length ? 47 : path.charCodeAt(i);
    if (code === 0) return false;
    if (code !== 47) continue;
    const size = i - start;
    if (size === 0) return false;
    if (size <= 2 && path.charCodeAt(start) === 46) {
      if (size === 1 || path.charCodeAt(start + 1) === 46) return false;
    }
    start = i + 1;
  }
  return true;
}
