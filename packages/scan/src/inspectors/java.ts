import { PlimsollError } from "@plimsoll/core";
import type { Inspector } from "@plimsoll/image";
import { isArchivePath } from "../java/entry-kind.ts";
import { type JavaArchive, readJavaArchive } from "../java/java-archive.ts";
import { readLargeArchive } from "../java/large-archive.ts";
import { wholeFile } from "./whole-file.ts";

/** Larger archives are read entry by entry. */
const mostBytes = 50_000_000;

/** Java archives (jar, war, ear, par, hpi, jpi, aar, kar) wherever they lie, and what is nested in them. */
export const javaInspector: Inspector<JavaArchive> = {
  id: "java",
  version: 3,

  wants(entry) {
    return isArchivePath(entry.path) ? wholeFile(entry, mostBytes) : undefined;
  },

  *inspect(entry, content) {
    const { path, size } = entry;
    const fileName = path.slice(path.lastIndexOf("/") + 1);
    if (size > mostBytes) return tell(yield* readLargeArchive(size, fileName));
    if (size > content.length) {
      throw new PlimsollError(
        "LIMIT_EXCEEDED",
        `The archive has ${size} bytes; at most ${content.length} are read`,
        {
          subject: path,
          action: "Its packages are missing from the inventory: look at it by itself.",
        },
      );
    }
    return tell(readJavaArchive(content, fileName));
  },
};

function tell(archive: JavaArchive): JavaArchive | undefined {
  const { packages, nameless, faults } = archive;
  return packages.length + nameless.length + faults.length > 0 ? archive : undefined;
}
