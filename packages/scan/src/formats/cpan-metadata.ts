import { type InstalledPackage, notAPackage, toInstalledPackage } from "./installed-package.ts";
import { parseJsonObject } from "./json-object.ts";

/**
 * Reads the `MYMETA.json` that cpanm keeps of a CPAN distribution it installed.
 * Format: metacpan.org/pod/CPAN::Meta::Spec
 *
 * @throws PlimsollError `MALFORMED` when it is not a JSON object with name and version
 */
export function parseCpanMetadata(text: string, path: string): InstalledPackage {
  const { name, version, license } = parseJsonObject(text, path);
  const found = toInstalledPackage(name, version, Array.isArray(license) ? license : [license]);
  if (found === undefined) {
    throw notAPackage(path, "The metadata of a CPAN distribution has no name or no version");
  }
  // "unknown" is the word that the specification has for no statement.
  return { ...found, licences: found.licences.filter((licence) => licence !== "unknown") };
}
