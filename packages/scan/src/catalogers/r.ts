import { languagePurl } from "../catalog/language-purl.ts";
import type { Cataloger } from "../cataloger.ts";
import type { InstalledPackage } from "../formats/installed-package.ts";
import { rInspector } from "../inspectors/r.ts";

export const rCataloger: Cataloger<InstalledPackage> = {
  inspector: rInspector,
  kind: "language",
  sees: "installed R packages of any library folder, R's own included",
  misses: "whether a package came from CRAN, Bioconductor or elsewhere",
  drafts: (found) => [{ ...found, type: "cran" }],
  purl: (draft) => languagePurl("cran", draft),
};
