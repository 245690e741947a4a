/** A part of a hand-made ELF file. */
export interface Part {
  name: string;
  content: Buffer;
  address?: number;
  isWritable?: boolean;
  /** Neither writable nor executable. */
  isReadOnly?: boolean;
  /** Brought into memory by a segment of its own. */
  isLoaded?: boolean;
  isNote?: boolean;
}

/** An ELF file of the given parts; a section for each, and the segments that they ask for. */
export function buildElf(
  parts: readonly Part[],
  { is64 = true, isLittle = true, sections = true } = {},
): Buffer {
  const names = Buffer.from(`\0.shstrtab\0${parts.map(({ name }) => `${name}\0`).join("")}`);
  const headerBytes = is64 ? 64 : 52;
  const segmentBytes = is64 ? 56 : 32;
  const sectionBytes = is64 ? 64 : 40;
  const inMemory = parts.filter((part) => part.isLoaded || part.isNote);
  const align = (at: number) => Math.ceil(at / 16) * 16;
  let at = align(headerBytes + inMemory.length * segmentBytes);
  const offsets = new Map<Part, number>();
  for (const part of parts) {
    offsets.set(part, at);
    at = align(at + part.content.length);
  }
  const namesAt = at;
  const tableAt = align(at + names.length);
  const file = Buffer.alloc(tableAt + (sections ? (parts.length + 2) * sectionBytes : 0));
  const w16 = (n: number, to: number) =>
    isLittle ? file.writeUInt16LE(n, to) : file.writeUInt16BE(n, to);
  const w32 = (n: number, to: number) =>
    isLittle ? file.writeUInt32LE(n, to) : file.writeUInt32BE(n, to);
  const word = (n: number, to: number) => {
    if (!is64) return w32(n, to);
    return isLittle ? file.writeBigUInt64LE(BigInt(n), to) : file.writeBigUInt64BE(BigInt(n), to);
  };
  file.writeUInt32BE(0x7f454c46, 0);
  file[4] = is64 ? 2 : 1;
  file[5] = isLittle ? 1 : 2;
  word(headerBytes, is64 ? 32 : 28);
  word(sections ? tableAt : 0, is64 ? 40 : 32);
  w16(segmentBytes, is64 ? 54 : 42);
  w16(inMemory.length, is64 ? 56 : 44);
  w16(sectionBytes, is64 ? 58 : 46);
  w16(sections ? parts.length + 2 : 0, is64 ? 60 : 48);
  w16(1, is64 ? 62 : 50);
  inMemory.forEach((part, index) => {
    const to = headerBytes + index * segmentBytes;
    w32(part.isNote ? 4 : 1, to);
    w32(part.isWritable ? 6 : part.isReadOnly ? 4 : 5, to + (is64 ? 4 : 24));
    word(offsets.get(part)!, to + (is64 ? 8 : 4));
    word(part.address ?? 0, to + (is64 ? 16 : 8));
    word(part.content.length, to + (is64 ? 32 : 16));
  });
  for (const part of parts) part.content.copy(file, offsets.get(part)!);
  names.copy(file, namesAt);
  if (!sections) return file;
  const section = (index: number, name: string, type: number, offset: number, size: number) => {
    const to = tableAt + index * sectionBytes;
    w32(names.indexOf(`${name}\0`), to);
    w32(type, to + 4);
    word(offset, to + (is64 ? 24 : 16));
    word(size, to + (is64 ? 32 : 20));
  };
  section(1, ".shstrtab", 3, namesAt, names.length);
  parts.forEach((part, index) => {
    section(index + 2, part.name, 1, offsets.get(part)!, part.content.length);
  });
  return file;
}
