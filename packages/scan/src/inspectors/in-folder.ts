/** True when the file lies directly in a folder of this name (or ends in these parts), anywhere in the image. */
export function isInFolder(path: string, folder: string): boolean {
  const end = path.lastIndexOf("/");
  const start = end - folder.length;
  return start >= 0 && path.startsWith(folder, start) && (start === 0 || path[start - 1] === "/");
}
