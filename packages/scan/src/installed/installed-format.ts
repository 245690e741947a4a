import type { FileEntry } from "@plimsoll/image";
import { languagePurl } from "../catalog/language-purl.ts";
import type { Cataloger } from "../cataloger.ts";
import {
  collectListed,
  type ListedEntry,
  type ListedPackages,
} from "../formats/listed-packages.ts";
import { verifySize, wholeFile } from "../inspectors/whole-file.ts";

/** Files that tell what is installed. A new format is one of these over a pure parser. */
export interface InstalledFormat {
  /** Of the inspector. */
  readonly id: string;
  /** Raised whenever the packages of the same file change. */
  readonly version: number;
  /** Type of its packages' URLs. */
  readonly type: string;
  /** What it sees, one line for the documentation. */
  readonly sees: string;
  /** What it cannot see, one line for the documentation; empty for nothing. */
  readonly misses: string;
  /** How much of a file is read; default all of it, up to 32 MiB. 0: its path tells everything. */
  readonly leadingBytes?: number;
  /** Whether a file of this path is one. Called for every entry of every layer: it must be fast. */
  matches(path: string): boolean;
  /**
   * The packages that the file tells of.
   *
   * @throws PlimsollError `MALFORMED` when the file is none of this format
   */
  read(content: Buffer, entry: FileEntry): Iterable<ListedEntry>;
}

const mostBytes = 32 * 1024 * 1024;

/** The cataloger of one format. */
export function installedCataloger(format: InstalledFormat): Cataloger<ListedPackages> {
  const { id, version, type, sees, misses, leadingBytes } = format;
  return {
    inspector: {
      id,
      version,
      wants: (entry) =>
        format.matches(entry.path) ? (leadingBytes ?? wholeFile(entry, mostBytes)) : undefined,
      inspect(entry, content) {
        if (leadingBytes === undefined) verifySize(entry, mostBytes);
        const found = collectListed(format.read(content, entry));
        return found.packages.length + found.faults.length > 0 ? found : undefined;
      },
    },
    kind: "language",
    sees,
    misses,
    drafts: ({ packages }) => packages.map((found) => ({ type, licences: [], ...found })),
    purl: ({ type, name, version, qualifiers }) =>
      languagePurl(type, { name, version }, qualifiers),
    faults: ({ faults }) => faults,
  };
}
