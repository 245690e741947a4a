import { writeFile } from "node:fs/promises";
import type { Recording } from "@plimsoll/audit";
import { PlimsollError, toPlimsollError } from "@plimsoll/core";
import { readTextFile } from "../files/read-text-file.ts";

const maxSnapshotBytes = 256 * 1024 * 1024;

/**
 * Reads a recording that `writeSnapshot` wrote; what is in it is checked by who judges it.
 *
 * @throws PlimsollError `NOT_FOUND`, `READ_FAILED`, `LIMIT_EXCEEDED`, `MALFORMED`
 */
export async function readSnapshot(path: string): Promise<unknown> {
  const text = await readTextFile(path, maxSnapshotBytes).catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") {
      throw new PlimsollError("NOT_FOUND", "There is no such snapshot", { subject: path, cause });
    }
    throw toPlimsollError(cause, "READ_FAILED", "The snapshot could not be read", {
      subject: path,
    });
  });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PlimsollError("MALFORMED", "The snapshot is not JSON", {
      subject: path,
      action: "Give a file that `plimsoll audit live: --snapshot FILE` wrote.",
      cause,
    });
  }
}

/**
 * Writes a recording for later, for nobody but the caller to read: it describes a host closely.
 *
 * @throws PlimsollError `WRITE_FAILED`
 */
export async function writeSnapshot(path: string, recording: Recording): Promise<void> {
  try {
    await writeFile(path, `${JSON.stringify(recording, null, 1)}\n`, { mode: 0o600 });
  } catch (cause) {
    throw toPlimsollError(cause, "WRITE_FAILED", "The snapshot could not be written", {
      subject: path,
      action: "Choose a folder that you may write to.",
    });
  }
}
