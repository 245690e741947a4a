import { npmPurl } from "../catalog/purl.ts";
import type { Cataloger } from "../cataloger.ts";
import type { NpmPackage } from "../formats/package-json.ts";
import { npmInspector } from "../inspectors/npm.ts";

export const npmCataloger: Cataloger<NpmPackage> = {
  inspector: npmInspector,
  kind: "language",
  sees: "packages in `node_modules`, however npm, yarn or pnpm laid them out",
  misses: "bundled code",
  drafts: (found) => [{ ...found, type: "npm" }],
  purl: npmPurl,
};
