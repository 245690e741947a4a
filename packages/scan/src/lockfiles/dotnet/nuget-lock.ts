import { isJsonObject, parseJsonObject } from "../../formats/json-object.ts";
import type { ListedEntry } from "../../formats/listed-packages.ts";
import { notALockfile } from "../not-a-lockfile.ts";

/**
 * Reads NuGet's `packages.lock.json`: the packages of every target framework, without the projects.
 *
 * @throws PlimsollError `MALFORMED` when it is not a JSON object with `dependencies`
 */
export function* parseNugetLock(text: string, path: string): Generator<ListedEntry> {
  const { dependencies } = parseJsonObject(text, path);
  if (!isJsonObject(dependencies)) throw notALockfile(path, "The file is not a lockfile of NuGet");
  for (const framework of Object.values(dependencies).filter(isJsonObject)) {
    for (const [name, entry] of Object.entries(framework)) {
      if (!isJsonObject(entry) || entry.type === "Project") continue;
      yield { name, version: entry.resolved };
    }
  }
}
