import { isJsonObject } from "../../formats/json-object.ts";
import type { ListedEntry } from "../../formats/listed-packages.ts";
import { notALockfile } from "../not-a-lockfile.ts";
import { readToml } from "../text/read-toml.ts";
import { isForDevelopment } from "./development-group.ts";

/**
 * Reads `poetry.lock` of Poetry 1 (which has a `category`) and 2 (which has `groups`) and
 * `pdm.lock`, which is laid out the same way.
 *
 * @throws PlimsollError `MALFORMED` when it is not TOML, or is about anything else
 */
export function* parsePoetryLock(text: string, path: string): Generator<ListedEntry> {
  const lock = readToml(text, path);
  // A file without packages may have nothing but metadata, or nothing at all.
  const packages = lock.package ?? [];
  if (!Array.isArray(packages)) throw notALockfile(path, "The file lists no Python packages");
  for (const entry of packages) {
    const { name, version, category, groups, source, path: folder } = entry;
    if (category === "dev" || isForDevelopment(groups)) continue;
    const kind = isJsonObject(source) ? source.type : undefined;
    if (kind === "directory" || kind === "file" || folder !== undefined) continue;
    yield { name, version };
  }
}
