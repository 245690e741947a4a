import { distributionPurl } from "../catalog/purl.ts";
import type { Cataloger } from "../cataloger.ts";
import type { PackageDatabase } from "../formats/package-database.ts";
import { apkInspector } from "../inspectors/apk.ts";
import { databaseDrafts } from "./database.ts";

export const apkCataloger: Cataloger<PackageDatabase> = {
  inspector: apkInspector,
  kind: "distribution",
  sees: "installed packages of `lib/apk/db/installed`, with licences and origin",
  misses: "packages that were unpacked without apk",
  drafts: (fact) => databaseDrafts("apk", fact),
  purl: (draft, distribution) => distributionPurl("apk", draft, distribution),
  faults: ({ faults }) => faults,
};
