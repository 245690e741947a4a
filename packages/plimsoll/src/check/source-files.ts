import { open } from "node:fs/promises";
import { resolve } from "node:path";
import { type Incomplete, PlimsollError, toPlimsollError } from "@plimsoll/core";

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
      files.push({ path, text: await readBounded(resolve(directory, path)) });
    } catch (cause) {
      const error = toPlimsollError(cause, "READ_FAILED", "The file could not be read");
      const missing = (cause as NodeJS.ErrnoException).code === "ENOENT";
      incomplete.push({
        code: missing ? "NOT_FOUND" : error.code,
        what: path,
        why: missing ? "There is no such file." : error.message,
      });
    }
  }
  return { files, incomplete };
}

async function readBounded(path: string): Promise<string> {
  const handle = await open(path, "r");
  try {
    const { size } = await handle.stat();
    if (size > maxSourceBytes) {
      throw new PlimsollError("LIMIT_EXCEEDED", "The file is larger than 4 MiB", { subject: path });
    }
    return await handle.readFile("utf8");
  } finally {
    await handle.close();
  }
}
