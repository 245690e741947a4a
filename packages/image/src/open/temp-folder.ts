import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toPlimsollError } from "@plimsoll/core";

/** A folder of its own that goes with the image that needs it. */
export interface TempFolder {
  path: string;
  remove(): Promise<void>;
}

/**
 * @throws PlimsollError `WRITE_FAILED`
 */
export async function createTempFolder(parent: string = tmpdir()): Promise<TempFolder> {
  try {
    const path = await mkdtemp(join(parent, "plimsoll-"));
    return { path, remove: () => rm(path, { recursive: true, force: true }) };
  } catch (error) {
    throw toPlimsollError(error, "WRITE_FAILED", "No temporary folder can be made", {
      subject: parent,
      action: "Set tempDirectory to a folder that can be written to.",
    });
  }
}
