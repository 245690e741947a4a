/** `path` without the slashes at its end; in linear time, which `/\\/+$/` is not. */
export function trimSlashes(path: string): string {
  let end = path.length;
  while (end > 0 && path[end - 1] === "/") end -= 1;
  return path.slice(0, end);
}

/** `relative` as seen from the folder of the file `from`, with `.` and `..` resolved as far as they can be. */
export function besidePath(from: string, relative: string): string {
  const path = relative.startsWith("/")
    ? relative
    : `${from.slice(0, from.lastIndexOf("/") + 1)}${relative}`;
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return (path.startsWith("/") ? "/" : "") + parts.join("/");
}
