import { isJsonObject } from "../../formats/json-object.ts";
import type { ListedEntry } from "../../formats/listed-packages.ts";
import { notALockfile } from "../not-a-lockfile.ts";
import { parseRequirements } from "../python/requirements.ts";
import { readYaml } from "../text/read-yaml.ts";

/** `conda-forge::numpy=1.21.0=py39h_0` and `numpy==1.21.0`; with `*`, several versions match. */
const pinned =
  /^(?:[\w./-]{1,128}::)?([\w.-]{1,256}) {0,8}==? {0,8}([\w.!+]{1,128})(?: {0,8}=[^=]*)?$/;

/**
 * Reads the packages of conda's `environment.yml` that name one version, those of its `pip` too.
 *
 * @throws PlimsollError `MALFORMED` when it is not YAML, or not an environment
 */
export function* parseCondaEnvironment(text: string, path: string): Generator<ListedEntry> {
  const [environment = {}] = readYaml(text, path);
  const { dependencies = [], name, channels } = environment;
  if (!Array.isArray(dependencies) || (dependencies.length === 0 && !name && !channels)) {
    throw notALockfile(path, "The file is not an environment of conda");
  }
  for (const entry of dependencies) {
    if (isJsonObject(entry) && Array.isArray(entry.pip)) {
      const lines = entry.pip.filter((line) => typeof line === "string").join("\n");
      for (const found of parseRequirements(lines)) yield { ...found, type: "pypi" };
    } else if (typeof entry === "string") {
      const [, name, version] = pinned.exec(entry.trim()) ?? [];
      if (name !== undefined) yield { name, version };
    }
  }
}
