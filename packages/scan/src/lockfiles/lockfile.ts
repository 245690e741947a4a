import type { Inspector } from "@plimsoll/image";
import { lockedPurl } from "../catalog/locked-purl.ts";
import type { Cataloger } from "../cataloger.ts";
import {
  collectListed,
  type ListedEntry,
  type ListedPackages,
} from "../formats/listed-packages.ts";
import { verifySize, wholeFile } from "../inspectors/whole-file.ts";
import { createFileMatcher, isUnpacked } from "./file-pattern.ts";
import { decodeText } from "./text/decode.ts";

/** A format of lockfiles. A new one is one of these over a pure parser. */
export interface Lockfile {
  readonly id: string;
  /** Names of its files, with the folder where that belongs to it; `*` in the name is any text. */
  readonly files: readonly string[];
  /** Type of its packages' URLs. */
  readonly type: string;
  /** What it cannot see, one line for the documentation; empty for nothing. */
  readonly misses: string;
  /**
   * The packages that the file pins, in any order and as often as it names them.
   *
   * @throws PlimsollError `MALFORMED` when the file is none of this format
   */
  parse(text: string, path: string): Iterable<ListedEntry>;
}

// Lockfiles of the largest public repositories have some 5 MB.
const mostBytes = 16 * 1024 * 1024;

/** The cataloger of a format of lockfiles. */
export function lockfileCataloger(lockfile: Lockfile): Cataloger<ListedPackages> {
  const { files, type, misses } = lockfile;
  return {
    inspector: lockfileInspector(lockfile, (text, path) =>
      collectListed(lockfile.parse(text, path)),
    ),
    kind: "lockfile",
    sees: files.map((file) => `\`${file}\``).join(", "),
    misses,
    drafts: ({ packages }) => packages.map((found) => ({ type, licences: [], ...found })),
    purl: lockedPurl,
    faults: ({ faults }) => faults,
  };
}

/** The inspector of a format of lockfiles: it looks at those of the source itself. */
export function lockfileInspector<Fact>(
  { id, files }: Pick<Lockfile, "id" | "files">,
  read: (text: string, path: string) => Fact,
): Inspector<Fact> {
  const matches = createFileMatcher(files);
  return {
    id: `lockfile-${id}`,
    version: 1,

    wants(entry) {
      return matches(entry.path) && !isUnpacked(entry.path)
        ? wholeFile(entry, mostBytes)
        : undefined;
    },

    inspect(entry, content) {
      verifySize(entry, mostBytes);
      return read(decodeText(content), entry.path);
    },
  };
}
