import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PlimsollError, toPlimsollError } from "@plimsoll/core";
import {
  filesOf,
  indexFile,
  noticeFile,
  type SourceEntry,
  signatureFile,
} from "../shards/index-format.ts";
import { readFileOf } from "../shards/read-directory.ts";
import { npmIndexVersion, npmPackageName, npmVersionOf } from "./npm-names.ts";
import { openPublishable } from "./open-publishable.ts";

export interface WriteNpmPackagesOptions {
  /** A folder made by `buildAdvisories`. */
  directory: string;
  /** e.g. `@plimsoll` */
  scope: string;
  /** Folder to write the packages to, one folder each. */
  out: string;
}

/**
 * Writes npm packages of a folder of shards, ready for `npm publish`: data alone, without scripts.
 *
 * @returns the folders, the table of contents last: it has to be published after the shards it names
 * @throws PlimsollError as `openPublishable` and `readFileOf`; `INVALID_ARGUMENT` or `WRITE_FAILED`
 */
export async function writeNpmPackages(options: WriteNpmPackagesOptions): Promise<string[]> {
  const { directory, scope, out } = options;
  if (!/^@[a-z0-9][a-z0-9._-]*$/.test(scope)) {
    throw new PlimsollError("INVALID_ARGUMENT", "The scope is not one of npm", {
      subject: scope.slice(0, 200),
      action: "Write @scope.",
    });
  }
  const { index, bytes, signature, notice } = await openPublishable(directory);
  const folders: string[] = [];
  const write = async (
    name: string,
    version: string,
    files: Record<string, Uint8Array | string>,
  ) => {
    const folder = join(out, name.slice(scope.length + 1));
    const manifest = {
      name,
      version,
      description: "Advisory data for Plimsoll",
      license: licenceOf(index.sources),
      files: [...Object.keys(files), noticeFile],
      publishConfig: { access: "public" },
    };
    try {
      await mkdir(folder, { recursive: true });
      const all = {
        ...files,
        [noticeFile]: notice,
        "package.json": `${JSON.stringify(manifest, null, 2)}\n`,
      };
      for (const [file, content] of Object.entries(all)) {
        await writeFile(join(folder, file), content);
      }
    } catch (error) {
      throw toPlimsollError(error, "WRITE_FAILED", "The package could not be written", {
        subject: folder,
      });
    }
    folders.push(folder);
  };
  for (const entry of index.shards) {
    const files: Record<string, Uint8Array> = {};
    for (const named of filesOf([entry])) {
      files[named.name] = await readFileOf(directory, named);
    }
    await write(npmPackageName(scope, entry.key), npmVersionOf(entry), files);
  }
  await write(npmPackageName(scope), npmIndexVersion(index.created), {
    [indexFile]: bytes,
    ...(signature !== undefined && { [signatureFile]: signature }),
  });
  return folders;
}

/** npm asks for one SPDX expression; the terms of each source are in the notice. */
function licenceOf(sources: readonly SourceEntry[]): string {
  const named = new Set(sources.map(({ licence }) => licence).filter((licence) => licence !== ""));
  const isComplete = sources.every(({ licence }) => licence !== "");
  return isComplete && named.size > 0
    ? [...named].sort().join(" AND ")
    : `SEE LICENSE IN ${noticeFile}`;
}
