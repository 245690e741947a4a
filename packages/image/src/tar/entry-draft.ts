import type { FileEntry } from "../inspector.ts";
import type { TarHeader } from "./header.ts";
import type { PaxRecords } from "./pax.ts";

/** What the extended headers in front of an entry say; they hold for that entry alone. */
export interface Extension {
  pax?: PaxRecords;
  gnuPath?: string;
  gnuLinkPath?: string;
  /** Why the entry cannot be named rightly: one of its extended headers was too large. */
  unusable?: string;
}

/** Where names and sizes come from: GNU long names, then PAX, then the header itself. */
export function applyExtension(header: TarHeader, extension: Extension): void {
  const { pax, gnuPath, gnuLinkPath } = extension;
  header.path = gnuPath ?? pax?.sparse?.name ?? pax?.path ?? header.path;
  header.linkPath = gnuLinkPath ?? pax?.linkPath ?? header.linkPath;
  header.size = pax?.size ?? header.size;
  header.uid = pax?.uid ?? header.uid;
  header.gid = pax?.gid ?? header.gid;
}

const types: Readonly<Record<string, FileEntry["type"]>> = {
  "0": "file",
  "7": "file", // "contiguous", which nobody treats differently
  S: "file",
  "1": "hardlink",
  "2": "symlink",
  "3": "character",
  "4": "block",
  "5": "directory",
  "6": "fifo",
};

/** The entry's type, or `undefined` for a type flag that is no file (volume labels and the like). */
export function typeOf(header: TarHeader): FileEntry["type"] | undefined {
  const type = types[header.typeflag];
  // Version 7 has no type for directories: their names end in a slash.
  return type === "file" && header.path.endsWith("/") ? "directory" : type;
}

/** Bytes stored behind the header. Links, directories and devices have none, whatever they claim. */
export function storedBytes(header: TarHeader, type: FileEntry["type"] | undefined): number {
  return type === undefined || type === "file" ? header.size : 0;
}
