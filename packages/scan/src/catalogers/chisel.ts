import { distributionPurl } from "../catalog/purl.ts";
import type { Cataloger } from "../cataloger.ts";
import type { PackageDatabase } from "../formats/package-database.ts";
import { chiselInspector } from "../inspectors/chisel.ts";
import { databaseDrafts } from "./database.ts";

export const chiselCataloger: Cataloger<PackageDatabase> = {
  inspector: chiselInspector,
  kind: "distribution",
  sees: "Debian packages of which a chiselled image of Ubuntu holds slices (`var/lib/chisel/manifest.wall`)",
  misses:
    "licences; the source packages, which the manifest does not name: advisories are matched by the packages' own names",
  drafts: (fact) => databaseDrafts("deb", fact),
  purl: (draft, distribution) => distributionPurl("deb", draft, distribution),
  faults: ({ faults }) => faults,
};
