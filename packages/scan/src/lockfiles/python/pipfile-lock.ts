import { isJsonObject, parseJsonObject } from "../../formats/json-object.ts";
import type { ListedEntry } from "../../formats/listed-packages.ts";
import { notALockfile } from "../not-a-lockfile.ts";

/**
 * Reads `Pipfile.lock`: what stands under `default`. Packages from git or a folder have no version.
 *
 * @throws PlimsollError `MALFORMED` when it is not a JSON object with `_meta` or `default`
 */
export function* parsePipfileLock(text: string, path: string): Generator<ListedEntry> {
  const { _meta: meta, default: packages } = parseJsonObject(text, path);
  if (!isJsonObject(meta) && !isJsonObject(packages)) {
    throw notALockfile(path, "The file is not a lockfile of Pipenv");
  }
  for (const [name, entry] of Object.entries(isJsonObject(packages) ? packages : {})) {
    const version = isJsonObject(entry) ? entry.version : entry;
    if (typeof version !== "string") continue;
    yield { name, version: version.replace(/^===?/, "") };
  }
}
