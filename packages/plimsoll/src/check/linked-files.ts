import { realpath } from "node:fs/promises";
import { dirname, relative, resolve, sep } from "node:path";
import { parseCompose, recogniseFile } from "@plimsoll/audit";
import { readTextFile } from "../files/read-text-file.ts";
import type { SourceFile } from "./source-files.ts";

const maxLinkedBytes = 1024 * 1024;
/** Files that are read because compose files lead to them. */
const maxLinkedFiles = 64;
/** How often what was read is asked for what it leads to in turn. */
const maxRounds = 10;

/**
 * Reads what compose files lead to: `.env`, and what `include`, `extends` and `env_file` name. Only
 * files below the compose file's own folder or below `directory` are read, also where links lead; what
 * is not read is left out, and the audit says so where it matters.
 */
export async function readLinkedFiles(
  composes: readonly SourceFile[],
  directory: string,
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const { path, text } of composes) {
    const roots = await resolveRoots([directory, dirname(resolve(directory, path))]);
    const asked = new Set<string>();
    for (let round = 0; round < maxRounds; round += 1) {
      const wanted = parseCompose(text, path, texts).missing.filter((each) => !asked.has(each));
      if (wanted.length === 0) break;
      for (const each of wanted.slice(0, maxLinkedFiles)) {
        asked.add(each);
        if (texts.size >= maxLinkedFiles) continue;
        const content = await readInside(resolve(directory, each), roots);
        if (content !== undefined) texts.set(each, content);
      }
    }
  }
  return texts;
}

/** The compose files among files of any kind. */
export function composeFilesOf(files: readonly SourceFile[]): SourceFile[] {
  return files.filter(({ path, text }) => recogniseFile(path, text) === "compose");
}

async function resolveRoots(folders: readonly string[]): Promise<string[]> {
  const roots = await Promise.all(folders.map((folder) => realpath(folder).catch(() => undefined)));
  return roots.filter((root) => root !== undefined);
}

async function readInside(path: string, roots: readonly string[]): Promise<string | undefined> {
  try {
    const real = await realpath(path);
    const isInside = roots.some((root) => {
      const way = relative(root, real);
      return (
        way !== ".." && !way.startsWith(`..${sep}`) && way !== "" && resolve(root, way) === real
      );
    });
    return isInside ? await readTextFile(real, maxLinkedBytes) : undefined;
  } catch {
    return undefined;
  }
}
