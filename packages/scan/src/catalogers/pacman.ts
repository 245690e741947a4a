import { distributionPurl } from "../catalog/purl.ts";
import type { Cataloger } from "../cataloger.ts";
import type { DatabasePackage } from "../formats/package-database.ts";
import { pacmanInspector } from "../inspectors/pacman.ts";

export const pacmanCataloger: Cataloger<DatabasePackage> = {
  inspector: pacmanInspector,
  kind: "distribution",
  sees: "installed packages of `var/lib/pacman/local`, with licences and base package",
  misses: "packages that were unpacked without pacman",
  drafts: (found) => [{ ...found, type: "alpm", licences: found.licences ?? [] }],
  purl: (draft, distribution) => distributionPurl("alpm", draft, distribution),
};
