import { type FileHandle, open } from "node:fs/promises";
import { toPlimsollError } from "@plimsoll/core";

/**
 * Opens a file for reading.
 *
 * @throws PlimsollError `NOT_FOUND` or `READ_FAILED`
 */
export async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, "r");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code === "ENOENT" ? "NOT_FOUND" : "READ_FAILED";
    throw toPlimsollError(error, code, "The file cannot be opened", { subject: path });
  }
}
