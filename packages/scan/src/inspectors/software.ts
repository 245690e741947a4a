import type { FileEntry, Inspector } from "@plimsoll/image";
import type { Classifier } from "../classifiers/classifier.ts";
import { VersionFinder } from "../classifiers/find-version.ts";
import { classifiers } from "../classifiers/list.ts";
import { PathIndex } from "../classifiers/path-index.ts";
import { readFormat } from "../elf/format.ts";
import { isLibraryPath } from "./executable.ts";

/** What a classifier recognised. */
export interface RecognisedSoftware {
  /** Id of the classifier. */
  classifier: string;
  version: string;
}

const mostTextBytes = 256 * 1024;
/** Leading bytes that tell an ELF file. */
const formatBytes = 64;
/** Smaller pieces of a program are joined. */
const leastPieceBytes = 16 * 1024;
const executableBits = 0o111;
const index = new PathIndex(classifiers);

/** Programs, libraries and applications whose own content tells their version. */
export const softwareInspector: Inspector<RecognisedSoftware> = {
  id: "software",
  version: 2,

  wants(entry) {
    if (entry.type !== "file" && entry.type !== "hardlink") return undefined;
    let wanted: number | undefined;
    for (const { kind } of index.find(entry.path)) {
      const bytes = bytesOf(entry, kind);
      if (bytes !== undefined && bytes > (wanted ?? -1)) wanted = bytes;
    }
    return wanted;
  },

  *inspect(entry, content) {
    const isElf = readFormat(content) !== undefined;
    const candidates = index.find(entry.path).filter(({ kind }) => (kind !== "text") === isElf);
    const finder = new VersionFinder(candidates, entry.path);
    if (!isElf) {
      if (candidates.length > 0) finder.look(content, true);
      return finder.found;
    }
    for (let at = 0; at < entry.size && !finder.isSettled; ) {
      const rest = entry.size - at;
      const piece = yield { offset: at, least: Math.min(rest, leastPieceBytes), most: rest };
      if (piece.length === 0) break;
      at += piece.length;
      finder.look(piece, at >= entry.size);
    }
    return finder.found;
  },
};

function bytesOf({ mode, path, size }: FileEntry, kind: Classifier["kind"]) {
  if (kind === "text") return size > mostTextBytes ? 0 : Number.POSITIVE_INFINITY;
  if ((mode & executableBits) === 0 && !isLibraryPath(path)) return undefined;
  return formatBytes;
}
