import type { FileEntry } from "@plimsoll/image";

const executableBits = 0o111;

/** Where distributions keep libraries, without executable bits and by the hundred. */
const libraryFolder = /^(?:usr\/)?lib(?:32|64)?\//;

/**
 * Asks for `leadingBytes` of a program or shared library of at least `leastBytes`. A library that
 * is not executable and lies in the distribution's library folders is passed over. A hard link is
 * not asked for: it has the mode of the file that it leads to, whose facts it gets.
 */
export function programBytes(
  entry: FileEntry,
  leastBytes: number,
  leadingBytes: number,
): number | undefined {
  if (entry.type !== "file" || entry.size < leastBytes || entry.linkTarget !== undefined) {
    return undefined;
  }
  const { mode, path } = entry;
  const isLoadable =
    (mode & executableBits) !== 0 || (isLibraryPath(path) && !libraryFolder.test(path));
  if (!isLoadable) return undefined;
  return leadingBytes;
}

/** True for `libz.so` and `libz.so.1.2.13`. */
export function isLibraryPath(path: string): boolean {
  if (path.endsWith(".so")) return true;
  const found = path.lastIndexOf(".so.");
  return found !== -1 && path.indexOf("/", found) === -1;
}
