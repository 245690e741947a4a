import { languagePurl } from "../catalog/language-purl.ts";
import type { Cataloger } from "../cataloger.ts";
import type { InstalledPackage } from "../formats/installed-package.ts";
import { pythonInspector } from "../inspectors/python.ts";

export const pythonCataloger: Cataloger<InstalledPackage> = {
  inspector: pythonInspector,
  kind: "language",
  sees: "Python distributions with a `.dist-info`, an `.egg-info` or an unpacked `.egg`, those bundled inside others included",
  misses: "zipped eggs and wheels; modules without metadata; what PyInstaller and the like froze",
  drafts: (found) => [{ ...found, type: "pypi" }],
  purl: ({ name, version }) => languagePurl("pypi", { name: normalisePythonName(name), version }),
};

/** The one spelling under which `Zope.Interface` and `zope_interface` are the same (PEP 503). */
export function normalisePythonName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}
