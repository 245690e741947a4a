import { parseHeaderFields } from "./header-fields.ts";
import { type InstalledPackage, notAPackage, toInstalledPackage } from "./installed-package.ts";

const wanted = new Set(["package", "version", "license", "built"]);

/**
 * Reads the `DESCRIPTION` of an R package. Undefined unless it is installed: R adds the field `Built`
 * when it installs, a source tree has none.
 * Format: cran.r-project.org/doc/manuals/R-exts.html, "The DESCRIPTION file"
 *
 * @throws PlimsollError `MALFORMED` when an installed package has no name or no version
 */
export function parseRDescription(text: string, path: string): InstalledPackage | undefined {
  const fields = parseHeaderFields(text, wanted);
  if (!fields.has("built")) return undefined;
  // R wraps long values, licences among them.
  const [name, version, licence] = ["package", "version", "license"].map((field) =>
    fields.get(field)?.[0]?.replaceAll("\n", " "),
  );
  const found = toInstalledPackage(name, version, [licence]);
  if (found === undefined) {
    throw notAPackage(path, "The description of an R package has no name or no version");
  }
  return found;
}
