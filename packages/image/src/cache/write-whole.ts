import { randomBytes } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * Writes a file of a cache that processes share: it appears under its name only when it is whole.
 * Without effect when it cannot be written, since a cache is no reason to fail.
 */
export async function writeWhole(
  directory: string,
  name: string,
  content: string | readonly Uint8Array[],
): Promise<void> {
  const temporary = join(directory, `.${name}.${randomBytes(6).toString("hex")}`);
  try {
    await makeFolder(directory);
    await writeFile(temporary, content, { flag: "wx", mode: 0o600 });
    await rename(temporary, join(directory, name));
  } catch {
    await rm(temporary, { force: true }).catch(() => {});
  }
}

// Node's recursive mkdir never returns where a parent cannot be made and says ENOENT, as in /proc.
async function makeFolder(directory: string): Promise<void> {
  const make = () =>
    mkdir(directory, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  try {
    await make();
  } catch (error) {
    const parent = dirname(directory);
    if ((error as NodeJS.ErrnoException).code !== "ENOENT" || parent === directory) throw error;
    await makeFolder(parent);
    await make();
  }
}
