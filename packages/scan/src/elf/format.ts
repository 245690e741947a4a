/** How an ELF file writes its numbers. */
export interface ElfFormat {
  is64: boolean;
  /** Least significant byte first. */
  isLittle: boolean;
}

const magic = 0x7f454c46; // "\x7fELF"

/** The class and byte order of an ELF file; `undefined` for anything else, or for less than its header. */
export function readFormat(content: Buffer): ElfFormat | undefined {
  if (content.length < 52 || content.readUInt32BE(0) !== magic) return undefined;
  const is64 = content[4] === 2;
  if ((!is64 && content[4] !== 1) || (content[5] !== 1 && content[5] !== 2)) return undefined;
  if (is64 && content.length < 64) return undefined;
  return { is64, isLittle: content[5] === 1 };
}

/** An address or offset at `at`, which must lie inside; one beyond 2^53 loses its last bits, and every file ends before it. */
export function readWord(content: Buffer, at: number, { is64, isLittle }: ElfFormat): number {
  if (!is64) return isLittle ? content.readUInt32LE(at) : content.readUInt32BE(at);
  return Number(isLittle ? content.readBigUInt64LE(at) : content.readBigUInt64BE(at));
}
