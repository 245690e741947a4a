import { type ElfFormat, readWord } from "./format.ts";
import type { ElfPart, ElfSectionTable } from "./head.ts";

/** Where a section lies, and where its name begins within the section of names. */
export interface ElfSection extends ElfPart {
  nameOffset: number;
}

const longestName = 256;

/** Section types that take no bytes of the file: SHT_NULL, SHT_NOBITS. */
const emptyTypes = new Set([0, 8]);

/** The sections of a table, by their index; those without bytes of the file are `undefined`. */
export function readSections(
  table: Buffer,
  { entryBytes }: ElfSectionTable,
  format: ElfFormat,
): (ElfSection | undefined)[] {
  const { is64, isLittle } = format;
  const read32 = (at: number) => (isLittle ? table.readUInt32LE(at) : table.readUInt32BE(at));
  const sections: (ElfSection | undefined)[] = [];
  for (let at = 0; at + entryBytes <= table.length; at += entryBytes) {
    const section = {
      nameOffset: read32(at),
      offset: readWord(table, at + (is64 ? 24 : 16), format),
      size: readWord(table, at + (is64 ? 32 : 20), format),
    };
    sections.push(emptyTypes.has(read32(at + 4)) ? undefined : section);
  }
  return sections;
}

/** The text that begins there, up to its NUL. */
export function readName(names: Buffer, at: number): string {
  const window = names.subarray(at, at + longestName);
  const end = window.indexOf(0);
  return window.toString("latin1", 0, end === -1 ? window.length : end);
}
