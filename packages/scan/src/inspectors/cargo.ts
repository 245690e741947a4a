import { PlimsollError } from "@plimsoll/core";
import type { Inspector } from "@plimsoll/image";
import { readElf } from "../elf/elf.ts";
import { type AuditData, parseAuditData } from "../rust/audit-data.ts";
import { mostProgramBytes, programBytes } from "./executable.ts";

/** Programs with Rust's standard library take three times as much; smaller ones are nearly always C. */
const leastBytes = 128 * 1024;
const auditSection = ".dep-v0";
/** Where Rust's standard library says that its own source lies; it is in nearly every Rust program. */
const rustMark = "/rustc/";

/** Crates of programs and shared libraries that `cargo auditable` built. */
export const cargoInspector: Inspector<AuditData> = {
  id: "cargo",
  version: 1,

  wants(entry) {
    return programBytes(entry, leastBytes);
  },

  inspect(entry, content) {
    const elf = readElf(content);
    if (elf === undefined) return undefined;
    const section = elf.sections.find(({ name }) => name === auditSection);
    if (section !== undefined) {
      return parseAuditData(content.subarray(section.offset, section.offset + section.size));
    }
    // The table of sections lies at the end of a file.
    const isCut = content.length < entry.size && !elf.isWhole;
    if (!isCut || !content.includes(rustMark, 0, "latin1")) return undefined;
    throw new PlimsollError(
      "LIMIT_EXCEEDED",
      `Only the first ${mostProgramBytes} of the Rust program's ${entry.size} bytes were read, where no audit data lies: its crates are missing from the inventory`,
      { subject: entry.path },
    );
  },
};
