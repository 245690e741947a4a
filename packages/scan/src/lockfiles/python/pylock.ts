import type { ListedEntry } from "../../formats/listed-packages.ts";
import { notALockfile } from "../not-a-lockfile.ts";
import { readToml } from "../text/read-toml.ts";

/**
 * Reads `pylock.toml`. Format: packaging.python.org/en/latest/specifications/pylock-toml (PEP 751)
 *
 * @throws PlimsollError `MALFORMED` when it is not TOML, or is about anything else
 */
export function* parsePylock(text: string, path: string): Generator<ListedEntry> {
  const { packages = [], "lock-version": version } = readToml(text, path);
  if (!Array.isArray(packages) || version === undefined) {
    throw notALockfile(path, "The file is not a lockfile of PEP 751");
  }
  for (const { name, version, directory } of packages) {
    // Without a version: it was to be built from source whose version nobody knew.
    if (directory === undefined && version !== undefined) yield { name, version };
  }
}
