import { isJsonObject } from "../../formats/json-object.ts";
import type { ListedEntry } from "../../formats/listed-packages.ts";
import { notALockfile } from "../not-a-lockfile.ts";
import { readYaml } from "../text/read-yaml.ts";

/**
 * Reads `pubspec.lock`. What lies in a folder or came with the SDK has no version of its own.
 *
 * @throws PlimsollError `MALFORMED` when it is not YAML, or is about anything else
 */
export function* parsePubspecLock(text: string, path: string): Generator<ListedEntry> {
  const [lock = {}] = readYaml(text, path);
  const packages = lock.packages ?? {};
  if (!isJsonObject(packages) || !("packages" in lock || "sdks" in lock)) {
    throw notALockfile(path, "The file is not a lockfile of Dart");
  }
  for (const [name, entry] of Object.entries(packages)) {
    const { version, source, dependency } = isJsonObject(entry) ? entry : {};
    if (dependency === "direct dev" || source === "path" || source === "sdk") continue;
    yield { name, version };
  }
}
