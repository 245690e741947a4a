import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { VexFault, VexStatement } from "@plimsoll/advisories";
import { type Finding, type Incomplete, isPlimsollError } from "@plimsoll/core";
import { readTextFile } from "../../files/read-text-file.ts";
import { explainFault } from "../source-files.ts";

const maxDocumentBytes = 128 * 1024 * 1024;
/** All of Red Hat's documents together have a tenth of these files. */
const maxFiles = 500_000;
const maxDepth = 16;

/** Statements of VEX documents, and what of these is not applied. */
export interface LoadedVex {
  statements: VexStatement[];
  /** Notes of kind `policy`. */
  findings: Finding[];
  incomplete: Incomplete[];
}

/** Whether a statement is worth keeping: a whole feed's do not fit into memory. */
export type Wanted = (statement: VexStatement) => boolean;

/**
 * Reads VEX documents: files, and folders with all that is in them. A named file that cannot be read is
 * listed as incomplete; of a folder, which may hold an index or a licence beside its documents, a note
 * tells what was passed over.
 */
export async function loadVexDocuments(
  paths: readonly string[],
  directory: string,
  wanted: Wanted,
): Promise<LoadedVex> {
  const loaded: LoadedVex = { statements: [], findings: [], incomplete: [] };
  for (const path of paths) {
    try {
      const isFolder = (await stat(resolve(directory, path))).isDirectory();
      if (isFolder) await loadFolder(path, directory, wanted, loaded);
      else await loadFile(path, directory, wanted, loaded);
    } catch (cause) {
      loaded.incomplete.push({ what: path, ...explainFault(cause) });
    }
  }
  return loaded;
}

async function loadFile(
  path: string,
  directory: string,
  wanted: Wanted,
  loaded: LoadedVex,
): Promise<void> {
  const { noteVexFaults, readVex } = await import("@plimsoll/advisories");
  const { statements, faults } = readVex(
    await readTextFile(resolve(directory, path), maxDocumentBytes),
    path,
  );
  for (const statement of statements.filter(wanted)) loaded.statements.push(statement);
  loaded.findings.push(...noteVexFaults(path, faults));
}

async function loadFolder(
  path: string,
  directory: string,
  wanted: Wanted,
  loaded: LoadedVex,
): Promise<void> {
  const { noteVexFaults, readVex } = await import("@plimsoll/advisories");
  const faults: VexFault[] = [];
  const root = resolve(directory, path);
  for (const name of await listDocuments(root, faults)) {
    try {
      const reading = readVex(await readTextFile(join(root, name), maxDocumentBytes), name);
      for (const one of reading.statements.filter(wanted)) loaded.statements.push(one);
      for (const { what, why } of reading.faults) faults.push({ what: `${name}, ${what}`, why });
    } catch (cause) {
      if (isPlimsollError(cause) && cause.code === "UNSUPPORTED" && isAbout(name)) continue;
      const why = isPlimsollError(cause) ? cause.message : explainFault(cause).why;
      faults.push({ what: name, why });
    }
  }
  loaded.findings.push(...noteVexFaults(path, faults));
}

/** Files of a VEX repository that say where its documents are (aquasecurity/vex-repo-spec). */
function isAbout(name: string): boolean {
  return /(?:^|\/)(?:index|manifest|vex-repository)\.json$/.test(name);
}

/** The `.json` files of a folder and of those below, by name, so that reports are the same each time. */
async function listDocuments(root: string, faults: VexFault[]): Promise<string[]> {
  const names: string[] = [];
  const folders = [{ folder: "", depth: 0 }];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    const { folder, depth } = next;
    for (const entry of await entriesOf(join(root, folder))) {
      const name = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && depth < maxDepth) folders.push({ folder: name, depth: depth + 1 });
      // Links are not followed: they may lead in circles.
      if (entry.isFile() && entry.name.toLowerCase().endsWith(".json")) names.push(name);
    }
    if (names.length > maxFiles) {
      faults.push({ what: "the rest of the files", why: `there are more than ${maxFiles}` });
      break;
    }
  }
  return names.slice(0, maxFiles).sort();
}

function entriesOf(folder: string): Promise<Dirent[]> {
  return readdir(folder, { withFileTypes: true });
}
