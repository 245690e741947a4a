import { isJsonObject, parseJsonObject } from "../../formats/json-object.ts";
import type { ListedEntry } from "../../formats/listed-packages.ts";
import { notALockfile } from "../not-a-lockfile.ts";

/**
 * Reads `build.sbt.lock` of the plugin sbt-dependency-lock. Format: github.com/stringbean/sbt-dependency-lock
 *
 * @throws PlimsollError `MALFORMED` when it is not a JSON object with `dependencies`
 */
export function* parseSbtLock(text: string, path: string): Generator<ListedEntry> {
  const { dependencies } = parseJsonObject(text, path);
  if (!Array.isArray(dependencies)) throw notALockfile(path, "The file is not a lockfile of sbt");
  for (const entry of dependencies.filter(isJsonObject)) {
    const { org, name, version, configurations } = entry;
    const wanted = Array.isArray(configurations) ? configurations : [];
    if (wanted.length > 0 && wanted.every((configuration) => configuration === "test")) continue;
    yield { name: typeof org === "string" ? `${org}:${name}` : undefined, version };
  }
}
