import { languagePurl } from "../catalog/language-purl.ts";
import type { Cataloger } from "../cataloger.ts";
import type { CondaPackage } from "../formats/conda-record.ts";
import { condaInspector } from "../inspectors/conda.ts";

export const condaCataloger: Cataloger<CondaPackage> = {
  inspector: condaInspector,
  kind: "language",
  sees: "packages linked into a conda environment, with platform and build",
  misses: "the channel; packages that only lie in conda's `pkgs` cache",
  drafts: ({ build, ...found }) => [
    { ...found, type: "conda", ...(build ? { qualifiers: { build } } : {}) },
  ],
  purl: ({ architecture, qualifiers, ...draft }) =>
    languagePurl("conda", draft, {
      ...qualifiers,
      ...(architecture ? { subdir: architecture } : {}),
    }),
};
