import { resolve } from "node:path";
import { type Incomplete, toPlimsollError } from "@plimsoll/core";
import { readTextFile } from "../files/read-text-file.ts";

const maxSourceBytes = 4 * 1024 * 1024;

/** A Dockerfile or compose file that the user named. */
export interface SourceFile {
  /** As the user wrote it: what the report says. */
  path: string;
  text: string;
}

/**
 * Reads files to audit. One that cannot be read is listed instead, so that the others are still
 * judged.
 */
export async function readSourceFiles(
  paths: readonly string[],
  directory: string,
): Promise<{ files: SourceFile[]; incomplete: Incomplete[] }> {
  const files: SourceFile[] = [];
  const incomplete: Incomplete[] = [];
  for (const path of paths) {
    try {
      files.push({ path, text: await readTextFile(resolve(directory, path), maxSourceBytes) });
    } catch (cause) {
      incomplete.push({ what: path, ...explainFault(cause) });
    }
  }
  return { files, incomplete };
}

/** What is wrong with a file that a person named. */
export function explainFault(cause: unknown): Pick<Incomplete, "code" | "why"> {
  switch ((cause as NodeJS.ErrnoException).code) {
    case "ENOENT":
      return { code: "NOT_FOUND", why: "There is no such file." };
    case "EISDIR":
      return { code: "READ_FAILED", why: "This is a folder; name the file in it." };
    default: {
      const { code, message } = toPlimsollError(cause, "READ_FAILED", "The system says");
      return { code, why: `The file could not be read: ${message}` };
    }
  }
}
