import { type ElfFormat, readFormat, readWord } from "./format.ts";

/** A part of the file: a section, or the bytes that a segment brings into memory. */
export interface ElfPart {
  /** Bytes from the start of the file. */
  offset: number;
  size: number;
  /** Where it lies in memory. */
  address: number;
}

export interface ElfSection extends ElfPart {
  name: string;
}

export interface ElfSegment extends ElfPart {
  kind: "load" | "note" | "other";
  isWritable: boolean;
}

/** The table of contents of an executable or a shared library. */
export interface Elf {
  format: ElfFormat;
  sections: ElfSection[];
  segments: ElfSegment[];
  /** False when the file ends before its table of sections, or before one of them. */
  isWhole: boolean;
}

/** Real programs have about 40 sections; those of one section per function some ten thousand. */
const mostParts = 65_536;

const longestName = 256;
const typeLoad = 1;
const typeNote = 4;
const flagWritable = 2;

/** Section types that take no bytes of the file: SHT_NULL, SHT_NOBITS. */
const emptyTypes = new Set([0, 8]);

/**
 * Reads the tables of an ELF file of 32 or 64 bits in either byte order (System V ABI, chapters 4
 * and 5); `undefined` for anything else. Parts that reach past the end of `content` are cut there,
 * or left out when they begin there: content may be the beginning of a larger file.
 */
export function readElf(content: Buffer): Elf | undefined {
  const format = readFormat(content);
  if (format === undefined) return undefined;
  const segments = readSegments(content, format);
  return { format, segments, ...readSections(content, format) };
}

function readSegments(content: Buffer, format: ElfFormat): ElfSegment[] {
  const { is64 } = format;
  const table = readWord(content, is64 ? 32 : 28, format);
  const entryBytes = read16(content, is64 ? 54 : 42, format);
  const count = read16(content, is64 ? 56 : 44, format);
  if (entryBytes < (is64 ? 56 : 32)) return [];
  const segments: ElfSegment[] = [];
  for (let i = 0; i < count; i += 1) {
    const at = table + i * entryBytes;
    if (at + entryBytes > content.length) break;
    const type = read32(content, at, format);
    const part = clip(content, {
      offset: readWord(content, at + (is64 ? 8 : 4), format),
      address: readWord(content, at + (is64 ? 16 : 8), format),
      size: readWord(content, at + (is64 ? 32 : 16), format),
    });
    if (part === undefined) continue;
    const flags = read32(content, at + (is64 ? 4 : 24), format);
    segments.push({
      ...part,
      kind: type === typeLoad ? "load" : type === typeNote ? "note" : "other",
      isWritable: (flags & flagWritable) !== 0,
    });
  }
  return segments;
}

function readSections(content: Buffer, format: ElfFormat): Pick<Elf, "sections" | "isWhole"> {
  const { is64 } = format;
  const table = readWord(content, is64 ? 40 : 32, format);
  if (table === 0) return { sections: [], isWhole: true };
  const entryBytes = read16(content, is64 ? 58 : 46, format);
  if (entryBytes < (is64 ? 64 : 40) || table + entryBytes > content.length) {
    return { sections: [], isWhole: false };
  }
  const header = (index: number) => {
    const at = table + index * entryBytes;
    if (at + entryBytes > content.length) return undefined;
    return {
      name: read32(content, at, format),
      type: read32(content, at + 4, format),
      address: readWord(content, at + (is64 ? 16 : 12), format),
      offset: readWord(content, at + (is64 ? 24 : 16), format),
      size: readWord(content, at + (is64 ? 32 : 20), format),
      link: read32(content, at + (is64 ? 40 : 24), format),
    };
  };
  // Counts too large for their fields are in the first section's header.
  const first = header(0);
  const count = read16(content, is64 ? 60 : 48, format) || (first?.size ?? 0);
  const namesIndex = read16(content, is64 ? 62 : 50, format);
  const names = header(namesIndex === 0xffff ? (first?.link ?? 0) : namesIndex);

  const sections: ElfSection[] = [];
  let isWhole = count <= mostParts;
  for (let i = 1; i < Math.min(count, mostParts); i += 1) {
    const found = header(i);
    if (found === undefined) return { sections, isWhole: false };
    if (emptyTypes.has(found.type)) continue;
    const part = clip(content, found);
    if (part === undefined || part.size < found.size) isWhole = false;
    if (part === undefined || names === undefined) continue;
    sections.push({ ...part, name: readName(content, names.offset + found.name) });
  }
  return { sections, isWhole };
}

/** The part without what lies past the end of the content; `undefined` when nothing remains. */
function clip(content: Buffer, { offset, size, address }: ElfPart): ElfPart | undefined {
  if (offset >= content.length || size === 0) return undefined;
  return { offset, size: Math.min(size, content.length - offset), address };
}

function readName(content: Buffer, at: number): string {
  if (at >= content.length) return "";
  const window = content.subarray(at, at + longestName);
  const end = window.indexOf(0);
  return window.toString("latin1", 0, end === -1 ? window.length : end);
}

function read16(content: Buffer, at: number, { isLittle }: ElfFormat): number {
  return isLittle ? content.readUInt16LE(at) : content.readUInt16BE(at);
}

function read32(content: Buffer, at: number, { isLittle }: ElfFormat): number {
  return isLittle ? content.readUInt32LE(at) : content.readUInt32BE(at);
}
