/** `path` without the slashes at its end; in linear time, which `/\\/+$/` is not. */
export function trimSlashes(path: string): string {
  let end = path.length;
  while (end > 0 && path[end - 1] === "/") end -= 1;
  return path.slice(0, end);
}
