import { languagePurl } from "../catalog/language-purl.ts";
import type { Cataloger } from "../cataloger.ts";
import type { PackageDatabase } from "../formats/package-database.ts";
import { composerInspector } from "../inspectors/composer.ts";
import { databaseDrafts } from "./database.ts";

export const composerCataloger: Cataloger<PackageDatabase> = {
  inspector: composerInspector,
  kind: "language",
  sees: "PHP packages of `vendor/composer/installed.json`, written by Composer 1 or 2",
  misses: "PEAR and PECL packages; PHP code that was copied without Composer",
  drafts: (fact) => databaseDrafts("composer", fact),
  purl: (draft) => languagePurl("composer", draft),
  faults: ({ faults }) => faults,
};
