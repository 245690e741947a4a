import type { FileEntry } from "@plimsoll/image";
import { languageCatalogers } from "../catalogers/languages.ts";

/** Where packages put no programs (Filesystem Hierarchy Standard 3.0, chapters 3 to 5). */
const withoutPrograms = /^(?:etc|var|boot|usr\/(?:share|include|src))\//;

/** `.py`, `.conf`; but not what follows the first dot of `python3.11`. */
const extension = /\.[a-z]/i;

/**
 * True for files that other packages may be read from. Of the hundred thousand files that packages
 * of an operating system own only these matter, and only these are kept. The lists do not tell which
 * of them are executable: a name without extension may be.
 */
export function mayHoldPackage(path: string): boolean {
  const folder = path.lastIndexOf("/");
  const mayBeProgram =
    folder !== -1 && !withoutPrograms.test(path) && !extension.test(path.slice(folder + 1));
  const mode = mayBeProgram ? 0o755 : 0o644;
  const entry: FileEntry = { path, type: "file", mode, uid: 0, gid: 0, size: 2 ** 20 };
  return languageCatalogers.some(({ inspector }) => inspector.wants(entry) !== undefined);
}
