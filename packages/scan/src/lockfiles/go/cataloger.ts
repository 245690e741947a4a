import type { Located } from "@plimsoll/image";
import { lockedPurl } from "../../catalog/locked-purl.ts";
import type { Cataloger } from "../../cataloger.ts";
import { collectListed, type ListedPackages } from "../../formats/listed-packages.ts";
import { lockfileInspector } from "../lockfile.ts";
import { notALockfile } from "../not-a-lockfile.ts";
import { parseGoMod, parseGoSum } from "./go-mod.ts";

/** What a `go.mod` or a `go.sum` says. */
export interface GoModules extends ListedPackages {
  /** A `go.mod` of Go before 1.17, to which `go.sum` adds the indirect modules. */
  lacksIndirect: boolean;
}

const files = ["go.mod", "go.sum"];

/** The modules of a Go project. */
export const goLockfileCataloger: Cataloger<GoModules> = {
  inspector: lockfileInspector({ id: "go", files }, readGoModules),
  kind: "lockfile",
  sees: "`go.mod`; for Go before 1.17, which lists no indirect modules there, also `go.sum`",
  misses:
    "the version of Go itself; modules that a local folder replaces; which are for tests only",
  join: joinSums,
  drafts: ({ packages }) => packages.map((found) => ({ type: "golang", licences: [], ...found })),
  purl: lockedPurl,
  faults: ({ faults }) => faults,
};

function readGoModules(text: string, path: string): GoModules {
  if (path.endsWith(".sum")) return { ...collectListed(parseGoSum(text)), lacksIndirect: false };
  const found = parseGoMod(text);
  if (found === undefined) throw notALockfile(path, "The file has no directive of a go.mod");
  return { ...collectListed(found.modules), lacksIndirect: found.lacksIndirect };
}

/** A `go.sum` counts beside a `go.mod` that lacks indirect modules, and only for those. */
function joinSums(found: readonly Located<GoModules>[]): readonly Located<GoModules>[] {
  const direct = new Map<string, ReadonlySet<string>>();
  for (const { path, fact } of found) {
    if (!path.endsWith(".mod") || !fact.lacksIndirect) continue;
    direct.set(path.slice(0, -".mod".length), new Set(fact.packages.map(({ name }) => name)));
  }
  return found.flatMap((file) => {
    if (!file.path.endsWith(".sum")) return [file];
    const known = direct.get(file.path.slice(0, -".sum".length));
    if (known === undefined) return [];
    const packages = file.fact.packages.filter(({ name }) => !known.has(name));
    return [{ ...file, fact: { ...file.fact, packages } }];
  });
}
