import { type ElfFormat, readFormat, readWord } from "./format.ts";

/** A part of the file, e.g. the bytes that a segment brings into memory. */
export interface ElfPart {
  /** Bytes from the start of the file. */
  offset: number;
  size: number;
}

export interface ElfSegment extends ElfPart {
  kind: "load" | "note" | "other";
  /** Where it lies in memory. */
  address: number;
  isWritable: boolean;
  isExecutable: boolean;
}

/** Where the table of sections lies: usually at the file's end. */
export interface ElfSectionTable {
  offset: number;
  entryBytes: number;
  count: number;
  /** Index of the section that holds the names. */
  namesIndex: number;
}

/** What the beginning of an executable or a shared library tells of the rest. */
export interface ElfHead {
  format: ElfFormat;
  /** In the order of the file. */
  segments: ElfSegment[];
  sections?: ElfSectionTable;
}

/** Leading bytes that hold the header, the table of segments, and usually the notes. */
export const elfHeadBytes = 8192;

const typeLoad = 1;
const typeNote = 4;
const flagExecutable = 1;
const flagWritable = 2;

/**
 * Reads the header and the table of segments of an ELF file of 32 or 64 bits in either byte order
 * (System V ABI, chapters 4 and 5) from its first bytes; `undefined` for anything else.
 */
export function readElfHead(content: Buffer): ElfHead | undefined {
  const format = readFormat(content);
  if (format === undefined) return undefined;
  const sections = readSectionTable(content, format);
  return { format, segments: readSegments(content, format), ...(sections && { sections }) };
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
    const size = readWord(content, at + (is64 ? 32 : 16), format);
    if (size === 0) continue;
    const type = read32(content, at, format);
    const flags = read32(content, at + (is64 ? 4 : 24), format);
    segments.push({
      offset: readWord(content, at + (is64 ? 8 : 4), format),
      address: readWord(content, at + (is64 ? 16 : 8), format),
      size,
      kind: type === typeLoad ? "load" : type === typeNote ? "note" : "other",
      isWritable: (flags & flagWritable) !== 0,
      isExecutable: (flags & flagExecutable) !== 0,
    });
  }
  return segments.sort((a, b) => a.offset - b.offset);
}

function readSectionTable(content: Buffer, format: ElfFormat): ElfSectionTable | undefined {
  const { is64 } = format;
  const offset = readWord(content, is64 ? 40 : 32, format);
  const entryBytes = read16(content, is64 ? 58 : 46, format);
  const count = read16(content, is64 ? 60 : 48, format);
  const namesIndex = read16(content, is64 ? 62 : 50, format);
  // Files with 65,280 sections and more write the count elsewhere: object files, never programs.
  if (offset === 0 || count === 0 || entryBytes < (is64 ? 64 : 40)) return undefined;
  return { offset, entryBytes, count, namesIndex };
}

function read16(content: Buffer, at: number, { isLittle }: ElfFormat): number {
  return isLittle ? content.readUInt16LE(at) : content.readUInt16BE(at);
}

function read32(content: Buffer, at: number, { isLittle }: ElfFormat): number {
  return isLittle ? content.readUInt32LE(at) : content.readUInt32BE(at);
}
