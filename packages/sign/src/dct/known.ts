import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PlimsollError } from "@plimsoll/core";
import { parseJsonObject } from "../encoding/json.ts";
import { bytesOf, countOf, entriesOf } from "./json-fields.ts";
import { dctLimits } from "./limits.ts";

/** What was verified of a repository the last time. */
export interface KnownRepository {
  /** root.json */
  readonly root: Buffer;
  /** Version by role: `timestamp`, `snapshot`, `targets` and delegations. */
  readonly versions: ReadonlyMap<string, number>;
}

/** Remembers repositories by their globally unique names. */
export interface DctStore {
  load(gun: string): Promise<KnownRepository | undefined>;
  save(gun: string, known: KnownRepository): Promise<void>;
}

const maxBytes = 4 * 1024 * 1024;

/**
 * A store of one file for each repository in a folder, which is made when first needed. Its methods
 * throw PlimsollError `READ_FAILED`, `WRITE_FAILED`: a store that cannot be read is not an empty one.
 */
export function createDctStore(folder: string): DctStore {
  const pathOf = (gun: string) =>
    join(folder, `${createHash("sha256").update(gun).digest("hex")}.json`);
  return {
    load: (gun) => load(pathOf(gun)),
    save: (gun, known) => save(folder, pathOf(gun), gun, known),
  };
}

async function load(path: string): Promise<KnownRepository | undefined> {
  try {
    const bytes = await readFile(path);
    if (bytes.length > maxBytes) throw new Error("it is too large");
    const json = parseJsonObject(bytes);
    const versions = entriesOf(json.versions, "versions", dctLimits.roles + 3);
    return {
      root: bytesOf(json.root, "root"),
      versions: new Map(versions.map(([role, version]) => [role, countOf(version, role, 1)])),
    };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    const why = (cause as Error).message;
    throw new PlimsollError("READ_FAILED", `What was known of the repository is lost: ${why}`, {
      subject: path,
      action: "Delete the file only if you know why it is broken.",
      cause,
    });
  }
}

async function save(folder: string, path: string, gun: string, known: KnownRepository) {
  const versions = Object.fromEntries(known.versions);
  const text = JSON.stringify({ gun, root: known.root.toString("base64"), versions });
  const draft = `${path}.${randomUUID()}`;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(draft, `${text}\n`, { mode: 0o600, flag: "wx" });
    await rename(draft, path);
  } catch (cause) {
    const why = (cause as Error).message;
    throw new PlimsollError("WRITE_FAILED", `What was verified cannot be kept: ${why}`, {
      subject: path,
      cause,
    });
  }
}
