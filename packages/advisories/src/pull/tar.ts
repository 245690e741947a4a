import { readTarHeader } from "../feeds/tar.ts";

const blockBytes = 512;

/**
 * The content of one regular file of a tar archive in memory (POSIX.1-1988 ustar); `undefined` when
 * it is not there. npm's archives of shards hold short names and regular files only.
 */
export function findInTar(tar: Buffer, path: string): Buffer | undefined {
  for (let at = 0; at + blockBytes <= tar.length; ) {
    const header = readTarHeader(tar.subarray(at, at + blockBytes));
    if (!header) return undefined;
    const { name, size, type } = header;
    const start = at + blockBytes;
    if (type === "0" && name === path) {
      return start + size <= tar.length
        ? Buffer.from(tar.subarray(start, start + size))
        : undefined;
    }
    at = start + Math.ceil(size / blockBytes) * blockBytes;
  }
  return undefined;
}
