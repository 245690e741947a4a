import { lstat, open, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { PlimsollError, toPlimsollError } from "@plimsoll/core";

/**
 * Where a file to be changed really lies, below the working folder.
 *
 * @throws PlimsollError `INVALID_ARGUMENT` for a symbolic link, what is no plain file, and what lies elsewhere
 */
export async function locateForWriting(path: string, directory: string): Promise<string> {
  const refuse = (why: string) =>
    new PlimsollError("INVALID_ARGUMENT", `${path} is not changed: ${why}`, {
      subject: path,
      action: "Name a file of the working folder itself, or leave --fix out.",
    });
  const named = resolve(directory, path);
  const stats = await lstat(named);
  if (stats.isSymbolicLink()) throw refuse("it is a symbolic link");
  if (!stats.isFile()) throw refuse("it is no plain file");
  const real = await insideWorkingFolder(named);
  if (real === undefined) throw refuse("it lies outside of the working folder");
  return real;
}

/** Where a path really leads; undefined outside of the working folder. */
async function insideWorkingFolder(path: string): Promise<string | undefined> {
  const real = join(await realpath(dirname(path)), basename(path));
  const home = await realpath(process.cwd());
  return real.startsWith(home.endsWith(sep) ? home : home + sep) ? real : undefined;
}

/**
 * Writes a file that is not there yet, below the working folder.
 *
 * @throws PlimsollError `INVALID_ARGUMENT` for one elsewhere, `WRITE_FAILED` when it is there by now or cannot be written
 */
export async function createFile(path: string, text: string): Promise<void> {
  try {
    const real = await insideWorkingFolder(resolve(path));
    if (real === undefined) {
      throw new PlimsollError(
        "INVALID_ARGUMENT",
        `${path} is not written: it lies outside of the working folder`,
        { subject: path, action: "Change to its folder first." },
      );
    }
    await writeFile(real, text, { flag: "wx", mode: 0o644 });
  } catch (cause) {
    throw toPlimsollError(cause, "WRITE_FAILED", `${path} could not be written`, { subject: path });
  }
}

/**
 * Puts a text in place of a file's, whole or not at all.
 *
 * @param path from `locateForWriting`
 * @param before what the file must still hold, to the byte
 * @throws PlimsollError `WRITE_FAILED` when it holds something else by now, is not UTF-8, or cannot be written
 */
export async function replaceFile(path: string, before: string, after: string): Promise<void> {
  const name = relative(process.cwd(), path);
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.plimsoll`);
  try {
    const [bytes, { mode }] = await Promise.all([readFile(path), lstat(path)]);
    if (!bytes.equals(Buffer.from(before))) {
      throw new Error("it is not UTF-8, or was changed in the meantime");
    }
    const file = await open(temporary, "wx", mode & 0o777);
    try {
      await file.writeFile(after);
      // The mode given above is cut by the umask.
      await file.chmod(mode & 0o777);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw new PlimsollError(
      "WRITE_FAILED",
      `${name} could not be changed: ${(cause as Error).message}`,
      { subject: name, cause },
    );
  }
}
