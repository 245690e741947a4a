import { PlimsollError } from "@plimsoll/core";
import type { FileEntry, Inspector } from "@plimsoll/image";
import type { Classifier } from "../classifiers/classifier.ts";
import { findVersion } from "../classifiers/find-version.ts";
import { classifiers } from "../classifiers/list.ts";
import { PathIndex } from "../classifiers/path-index.ts";
import { readFormat } from "../elf/format.ts";
import { isLibraryPath, mostProgramBytes } from "./executable.ts";

/** What a classifier recognised. */
export interface RecognisedSoftware {
  /** Id of the classifier. */
  classifier: string;
  version: string;
}

const mostTextBytes = 256 * 1024;
const executableBits = 0o111;
const index = new PathIndex(classifiers);

/** Programs, libraries and applications whose own content tells their version. */
export const softwareInspector: Inspector<RecognisedSoftware> = {
  id: "software",
  version: 1,

  wants(entry) {
    if (entry.type !== "file" && entry.type !== "hardlink") return undefined;
    let wanted: number | undefined;
    for (const { kind } of index.find(entry.path)) {
      const bytes = bytesOf(entry, kind);
      if (bytes !== undefined && bytes > (wanted ?? -1)) wanted = bytes;
    }
    return wanted;
  },

  inspect(entry, content) {
    const isElf = readFormat(content) !== undefined;
    const candidates = index.find(entry.path).filter(({ kind }) => (kind !== "text") === isElf);
    for (const classifier of candidates) {
      const version = findVersion(content, entry.path, classifier);
      if (version !== undefined) return { classifier: classifier.id, version };
    }
    if (isElf && candidates.length > 0 && content.length < entry.size) {
      throw new PlimsollError(
        "LIMIT_EXCEEDED",
        `No version of ${candidates[0]?.name} is in the first ${mostProgramBytes} of the file's ${entry.size} bytes: it may be missing from the inventory`,
        { subject: entry.path },
      );
    }
    return undefined;
  },
};

function bytesOf({ mode, path, size, type }: FileEntry, kind: Classifier["kind"]) {
  if (kind === "text") return size > mostTextBytes ? 0 : Number.POSITIVE_INFINITY;
  if ((mode & executableBits) === 0 && !isLibraryPath(path)) return undefined;
  return type === "hardlink" ? mostProgramBytes : Math.min(size, mostProgramBytes);
}
