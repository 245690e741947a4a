import type { ListedEntry } from "../../formats/listed-packages.ts";
import { notALockfile } from "../not-a-lockfile.ts";
import { readToml } from "../text/read-toml.ts";

/**
 * Reads `Cargo.lock`, versions 1 to 4. A crate without a source is one of the workspace.
 *
 * @throws PlimsollError `MALFORMED` when it is not TOML, or is about anything else
 */
export function* parseCargoLock(text: string, path: string): Generator<ListedEntry> {
  const packages = readToml(text, path).package ?? [];
  if (!Array.isArray(packages)) throw notALockfile(path, "The file lists no crates");
  for (const { name, version, source } of packages) {
    if (source !== undefined) yield { name, version };
  }
}
