import { PackageURL } from "packageurl-js";
import type { Cataloger, PackageDraft } from "../cataloger.ts";
import { unknownVersion } from "../go/module-info.ts";
import { type GoProgram, goInspector } from "../inspectors/go.ts";

export const goCataloger: Cataloger<GoProgram> = {
  inspector: goInspector,
  kind: "language",
  sees: "modules (replaced ones as replaced), main module and standard library of ELF programs that Go built, stripped ones too; which functions were linked",
  misses:
    "which functions were linked by Go before 1.16; programs for Windows and macOS; non-executable libraries in the distribution's library folders",
  drafts: ({ main, modules, stdlib }) => [
    ...(main ? [draftOf(main.path, main.version)] : []),
    ...modules.map(({ path, version }) => draftOf(path, version)),
    ...(stdlib === undefined ? [] : [draftOf("stdlib", stdlib)]),
  ],
  purl: goPurl,
  faults: ({ faults }) => faults,
};

function draftOf(name: string, version: string): PackageDraft {
  return { type: "golang", name, version, licences: [] };
}

/**
 * `pkg:golang/golang.org/x/net@v0.23.0`, without a version where Go knows none.
 *
 * @throws Error when the name cannot stand in a package URL
 */
function goPurl({ name, version }: PackageDraft): string {
  const slash = name.lastIndexOf("/");
  const namespace = slash === -1 ? undefined : name.slice(0, slash);
  const known = version === unknownVersion ? undefined : version;
  return new PackageURL("golang", namespace, name.slice(slash + 1), known).toString();
}
