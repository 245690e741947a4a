const blockBytes = 512;

/**
 * The content of one regular file of a tar archive in memory (POSIX.1-1988 ustar); `undefined` when
 * it is not there. npm's archives of shards hold short names and regular files only.
 */
export function findInTar(tar: Buffer, path: string): Buffer | undefined {
  for (let at = 0; at + blockBytes <= tar.length; ) {
    const header = tar.subarray(at, at + blockBytes);
    const size = Number.parseInt(text(header, 124, 12).trim(), 8);
    if (!Number.isSafeInteger(size) || size < 0) return undefined;
    const start = at + blockBytes;
    const prefix = text(header, 345, 155);
    const name = prefix === "" ? text(header, 0, 100) : `${prefix}/${text(header, 0, 100)}`;
    const isFile = header[156] === 0x30 || header[156] === 0;
    if (isFile && name === path) {
      return start + size <= tar.length
        ? Buffer.from(tar.subarray(start, start + size))
        : undefined;
    }
    at = start + Math.ceil(size / blockBytes) * blockBytes;
  }
  return undefined;
}

function text(header: Buffer, offset: number, length: number): string {
  const field = header.subarray(offset, offset + length);
  const end = field.indexOf(0);
  return field.subarray(0, end < 0 ? length : end).toString("utf8");
}
