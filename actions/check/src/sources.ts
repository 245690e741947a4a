import { open } from "node:fs/promises";
import { resolve } from "node:path";
import type { SarifSource } from "@plimsoll/report";

const maxBytes = 4 * 1024 * 1024;

/**
 * The Dockerfiles and compose files of the repository, so that what lies in a layer can be shown at
 * the line that made it. One that cannot be read is named all the same: the check reports it.
 *
 * @param paths from the workspace
 */
export async function readSources(
  paths: readonly string[],
  workspace: string,
): Promise<SarifSource[]> {
  return Promise.all(
    paths.map(async (path) => {
      const text = await readBounded(resolve(workspace, path));
      return { path, ...(text !== undefined && { text }) };
    }),
  );
}

async function readBounded(path: string): Promise<string | undefined> {
  try {
    await using file = await open(path, "r");
    const { size } = await file.stat();
    return size > maxBytes ? undefined : await file.readFile("utf8");
  } catch {
    return undefined;
  }
}
