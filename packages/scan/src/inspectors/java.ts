import { PlimsollError } from "@plimsoll/core";
import type { Inspector } from "@plimsoll/image";
import { isArchivePath } from "../java/entry-kind.ts";
import { type JavaArchive, readJavaArchive } from "../java/java-archive.ts";
import { wholeFile } from "./whole-file.ts";

/** As much of one file as a walk keeps in memory by default. */
const mostBytes = 50_000_000;

/** Java archives (jar, war, ear, par, hpi, jpi, aar, kar) wherever they lie, and what is nested in them. */
export const javaInspector: Inspector<JavaArchive> = {
  id: "java",
  version: 1,

  wants(entry) {
    return isArchivePath(entry.path) ? wholeFile(entry, mostBytes) : undefined;
  },

  inspect(entry, content) {
    const { path, size } = entry;
    if (size > content.length) {
      throw new PlimsollError(
        "LIMIT_EXCEEDED",
        `The archive has ${size} bytes; at most ${Math.min(mostBytes, content.length || mostBytes)} are read`,
        {
          subject: path,
          action: "Its packages are missing from the inventory: look at it by itself.",
        },
      );
    }
    const { packages, faults } = readJavaArchive(content, path.slice(path.lastIndexOf("/") + 1));
    return packages.length > 0 || faults.length > 0 ? { packages, faults } : undefined;
  },
};
