import { distributionPurl } from "../catalog/purl.ts";
import type { Cataloger } from "../cataloger.ts";
import type { PackageDatabase } from "../formats/package-database.ts";
import { dpkgInspector } from "../inspectors/dpkg.ts";
import { databaseDrafts } from "./database.ts";

export const dpkgCataloger: Cataloger<PackageDatabase> = {
  inspector: dpkgInspector,
  kind: "distribution",
  sees: "installed packages of `var/lib/dpkg/status` and of `status.d` in distroless images",
  misses: "licences; packages that were unpacked without dpkg",
  drafts: (fact) => databaseDrafts("deb", fact),
  purl: (draft, distribution) => distributionPurl("deb", draft, distribution),
  faults: ({ faults }) => faults,
};
