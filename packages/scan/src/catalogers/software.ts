import { PackageURL } from "packageurl-js";
import type { Cataloger } from "../cataloger.ts";
import { classifierById } from "../classifiers/list.ts";
import { type RecognisedSoftware, softwareInspector } from "../inspectors/software.ts";

/** Type of the package URLs of software that no package manager knows. */
const softwareType = "generic";

export const softwareCataloger: Cataloger<RecognisedSoftware> = {
  inspector: softwareInspector,
  kind: "language",
  sees: `${classifierById.size} kinds of programs, libraries and applications that came without a package, by the version that they contain`,
  misses: "renamed and packed programs; what the distribution's packages brought",
  drafts({ classifier, version }) {
    const name = classifierById.get(classifier)?.name;
    return name === undefined ? [] : [{ type: softwareType, name, version, licences: [] }];
  },
  purl: ({ name, version }) => new PackageURL(softwareType, undefined, name, version).toString(),
};
