import { isJsonObject } from "../../formats/json-object.ts";
import type { ListedEntry } from "../../formats/listed-packages.ts";
import { notALockfile } from "../not-a-lockfile.ts";
import { readToml } from "../text/read-toml.ts";

/**
 * Reads Julia's `Manifest.toml`, formats 1 and 2. Standard libraries have no version, and what has a
 * `path` lies beside the project. Format: pkgdocs.julialang.org/v1/toml-files
 *
 * @throws PlimsollError `MALFORMED` when it is not TOML
 */
export function* parseJuliaManifest(text: string, path: string): Generator<ListedEntry> {
  const manifest = readToml(text, path);
  const packages = manifest.deps ?? (manifest.manifest_format === undefined ? manifest : {});
  if (!isJsonObject(packages)) throw notALockfile(path, "The file is not a manifest of Julia");
  for (const [name, entries] of Object.entries(packages)) {
    for (const entry of Array.isArray(entries) ? entries.filter(isJsonObject) : []) {
      const { version, uuid, path: folder } = entry;
      if (version === undefined || folder !== undefined) continue;
      yield { name, version, ...(typeof uuid === "string" && { qualifiers: { uuid } }) };
    }
  }
}
