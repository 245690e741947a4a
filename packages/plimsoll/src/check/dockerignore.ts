import { dirname, join, resolve } from "node:path";
import { readTextFile } from "../files/read-text-file.ts";
import type { SourceFile } from "./source-files.ts";

const maxBytes = 1024 * 1024;

/**
 * The `.dockerignore` of each Dockerfile, by its path: the one of its own name, else the one beside it
 * (docs.docker.com/build/concepts/context/#filename-and-location); "" when there is none. One that
 * cannot be read is left out: what it decides is unknown then.
 */
export async function readDockerignores(
  dockerfiles: readonly SourceFile[],
  directory: string,
): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(
    dockerfiles.map(async ({ path }) => {
      const file = resolve(directory, path);
      const own = await readIfThere(`${file}.dockerignore`);
      const text = own === "" ? await readIfThere(join(dirname(file), ".dockerignore")) : own;
      return [path, text] as const;
    }),
  );
  return new Map(found.flatMap(([path, text]) => (text === undefined ? [] : [[path, text]])));
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readTextFile(path, maxBytes);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? "" : undefined;
  }
}
