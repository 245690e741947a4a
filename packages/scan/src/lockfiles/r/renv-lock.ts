import { isJsonObject, parseJsonObject } from "../../formats/json-object.ts";
import type { ListedEntry } from "../../formats/listed-packages.ts";
import { notALockfile } from "../not-a-lockfile.ts";

/**
 * Reads `renv.lock`: packages from CRAN, Bioconductor and repositories of source.
 *
 * @throws PlimsollError `MALFORMED` when it is not a JSON object with `R` or `Packages`
 */
export function* parseRenvLock(text: string, path: string): Generator<ListedEntry> {
  const { R, Packages: packages } = parseJsonObject(text, path);
  if (!isJsonObject(R) && !isJsonObject(packages)) {
    throw notALockfile(path, "The file is not a lockfile of renv");
  }
  for (const [key, entry] of Object.entries(isJsonObject(packages) ? packages : {})) {
    const {
      Package: name = key,
      Version: version,
      Source: source,
    } = isJsonObject(entry) ? entry : {};
    if (source === "Local") continue;
    yield { name, version, ...(source === "Bioconductor" && { type: "bioconductor" }) };
  }
}
