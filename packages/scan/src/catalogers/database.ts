import type { PackageDraft } from "../cataloger.ts";
import type { PackageDatabase } from "../formats/package-database.ts";

/** The drafts of a distribution's database. */
export function databaseDrafts(type: string, { packages }: PackageDatabase): PackageDraft[] {
  return packages.map((found) => ({ ...found, type, licences: found.licences ?? [] }));
}
