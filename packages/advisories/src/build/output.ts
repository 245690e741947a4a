import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { PlimsollError, toPlimsollError } from "@plimsoll/core";
import { indexFile, noticeFile, signatureFile } from "../shards/index-format.ts";

/** A folder that takes the place of another one only when it is complete. */
export interface Output {
  /** Where to write. */
  readonly directory: string;
  /** Puts the folder in its place; the old one is removed. */
  commit(): Promise<void>;
  /** Removes the folder; what stood there before is untouched. */
  discard(): Promise<void>;
}

/**
 * Prepares a folder next to `out`.
 *
 * @throws PlimsollError `INVALID_ARGUMENT` when `out` holds something else than shards, which
 * would be lost; `WRITE_FAILED` when no folder can be made there
 */
export async function prepareOutput(out: string): Promise<Output> {
  const target = resolve(out);
  const exists = await holdsShards(target);
  const unique = `${basename(target)}.${randomBytes(6).toString("hex")}`;
  const directory = join(dirname(target), `.${unique}.new`);
  try {
    await mkdir(directory, { recursive: true });
  } catch (error) {
    throw toPlimsollError(error, "WRITE_FAILED", "The folder could not be made", {
      subject: directory,
      action: "Choose an --out whose parent can be written.",
    });
  }
  return {
    directory,
    async commit() {
      try {
        const old = join(dirname(target), `.${unique}.old`);
        if (exists) await rename(target, old);
        await rename(directory, target);
        await rm(old, { recursive: true, force: true });
      } catch (error) {
        throw toPlimsollError(
          error,
          "WRITE_FAILED",
          "The new advisories could not take their place",
          {
            subject: target,
          },
        );
      }
    },
    async discard() {
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** True for an earlier build or an empty folder, false when there is nothing. */
async function holdsShards(target: string): Promise<boolean> {
  let names: string[];
  try {
    names = await readdir(target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw toPlimsollError(error, "WRITE_FAILED", "The folder cannot be used", { subject: target });
  }
  const own = [indexFile, signatureFile, noticeFile];
  if (names.every((name) => own.includes(name) || name.endsWith(".json.gz"))) return true;
  throw new PlimsollError("INVALID_ARGUMENT", "The folder holds other files, which would be lost", {
    subject: target,
    action: "Choose an empty folder, a new one, or one made by an earlier build.",
  });
}
