import { isJsonObject } from "../../formats/json-object.ts";
import type { ListedEntry } from "../../formats/listed-packages.ts";
import { notALockfile } from "../not-a-lockfile.ts";
import { readYaml } from "../text/read-yaml.ts";

/**
 * Reads `conda-lock.yml`: packages of conda and, where it says so, of pip; each platform has its own.
 *
 * @throws PlimsollError `MALFORMED` when it is not YAML with a list of packages
 */
export function* parseCondaLock(text: string, path: string): Generator<ListedEntry> {
  const [lock] = readYaml(text, path);
  if (!Array.isArray(lock?.package)) throw notALockfile(path, "The file is not one of conda-lock");
  for (const entry of lock.package) {
    const { name, version, manager, category, categories } = isJsonObject(entry) ? entry : {};
    const wanted = Array.isArray(categories) ? categories : [category];
    if (wanted.every((one) => one === "dev")) continue;
    yield { name, version, ...(manager === "pip" && { type: "pypi" }) };
  }
}
