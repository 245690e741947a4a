import { languagePurl } from "../catalog/language-purl.ts";
import type { Cataloger } from "../cataloger.ts";
import type { InstalledPackage } from "../formats/installed-package.ts";
import { gemInspector } from "../inspectors/gem.ts";

export const gemCataloger: Cataloger<InstalledPackage> = {
  inspector: gemInspector,
  kind: "language",
  sees: "installed Ruby gems and those that came with Ruby, with the platform they were built for",
  misses: "gems that Bundler checked out from git or a local path",
  drafts: (found) => [{ ...found, type: "gem" }],
  purl: (draft) =>
    languagePurl("gem", draft, draft.architecture ? { platform: draft.architecture } : {}),
};
