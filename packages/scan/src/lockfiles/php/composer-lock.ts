import { isJsonObject, parseJsonObject } from "../../formats/json-object.ts";
import type { ListedEntry } from "../../formats/listed-packages.ts";
import { notALockfile } from "../not-a-lockfile.ts";

/**
 * Reads `composer.lock`: what stands under `packages`, without what lies in a local folder.
 *
 * @throws PlimsollError `MALFORMED` when it is not a JSON object with a list of `packages`
 */
export function* parseComposerLock(text: string, path: string): Generator<ListedEntry> {
  const { packages } = parseJsonObject(text, path);
  if (!Array.isArray(packages)) throw notALockfile(path, "The file is not a lockfile of Composer");
  for (const entry of packages) {
    const { name, version, dist } = isJsonObject(entry) ? entry : {};
    if (isJsonObject(dist) && dist.type === "path") continue;
    yield { name, version };
  }
}
