import type { FileRange, Inspector } from "@plimsoll/image";
import { type ElfHead, type ElfPart, elfHeadBytes, readElfHead } from "../elf/head.ts";
import { readName, readSections } from "../elf/sections.ts";
import { type AuditData, mostAuditBytes, parseAuditData } from "../rust/audit-data.ts";
import { copyReadOnly, findCopied, releaseCopy } from "../rust/read-only-copy.ts";
import { programBytes } from "./executable.ts";

/** Programs with Rust's standard library take three times as much; smaller ones are nearly always C. */
const leastBytes = 128 * 1024;
const auditSection = ".dep-v0";
/** The names of sections lie right before the table of sections, and take a few hundred bytes. */
const namesBytes = 16 * 1024;

/** Crates of programs and shared libraries that `cargo auditable` built. */
export const cargoInspector: Inspector<AuditData> = {
  id: "cargo",
  version: 2,

  wants(entry) {
    return programBytes(entry, leastBytes, elfHeadBytes);
  },

  *inspect(entry, content) {
    const elf = readElfHead(content);
    // The names of sections are known at the file's end, when their content has gone by.
    if (elf?.sections === undefined || elf.sections.offset > entry.size) return undefined;
    const copy = yield* copyReadOnly(elf, entry.size);
    try {
      const section = yield* findAuditSection(elf, elf.sections, copy.isRust);
      if (section === undefined || section.size > mostAuditBytes) return undefined;
      const data = findCopied(copy, section) ?? (yield { ...section, least: section.size });
      return parseAuditData(data);
    } finally {
      releaseCopy(copy);
    }
  },
};

function* findAuditSection(
  { format }: ElfHead,
  table: NonNullable<ElfHead["sections"]>,
  isRust: boolean,
): Generator<FileRange, ElfPart | undefined, Buffer> {
  const start = Math.max(0, table.offset - namesBytes);
  const tail = yield {
    offset: start,
    least: table.offset - start + table.count * table.entryBytes,
  };
  const sections = readSections(tail.subarray(table.offset - start), table, format);
  const place = sections[table.namesIndex];
  if (place === undefined) return undefined;
  let names = tail.subarray(Math.max(0, place.offset - start), place.offset - start + place.size);
  if (place.offset < start || place.offset + place.size > start + tail.length) {
    // Worth a second look only where audit data may be.
    if (!isRust || place.size > namesBytes) return undefined;
    names = yield { offset: place.offset, least: place.size };
  }
  const found = sections.find((it) => it && readName(names, it.nameOffset) === auditSection);
  return found && { offset: found.offset, size: found.size };
}
