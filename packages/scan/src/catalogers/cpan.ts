import { languagePurl } from "../catalog/language-purl.ts";
import type { Cataloger } from "../cataloger.ts";
import type { InstalledPackage } from "../formats/installed-package.ts";
import { cpanInspector } from "../inspectors/cpan.ts";

export const cpanCataloger: Cataloger<InstalledPackage> = {
  inspector: cpanInspector,
  kind: "language",
  sees: "CPAN distributions that cpanm installed",
  misses: "modules installed by `cpan` or CPANPLUS, which record no version; Perl's core modules",
  drafts: (found) => [{ ...found, type: "cpan" }],
  purl: (draft) => languagePurl("cpan", draft),
};
