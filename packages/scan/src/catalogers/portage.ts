import type { Located } from "@plimsoll/image";
import { ebuildPurl } from "../catalog/system-purl.ts";
import type { Cataloger } from "../cataloger.ts";
import { type PortageFact, portageInspector } from "../inspectors/portage.ts";

export const portageCataloger: Cataloger<PortageFact> = {
  inspector: portageInspector,
  kind: "distribution",
  sees: "installed packages of `var/db/pkg`, with licences",
  misses: "slots and USE flags; packages that were unpacked without Portage",
  join: joinFolders,
  drafts: ({ name, version, licences }) => [
    { type: "ebuild", name, version, licences: licences ?? [] },
  ],
  purl: ebuildPurl,
};

/** A package has one fact per file of its folder: one says that it is there, another its licences. */
function joinFolders(files: readonly Located<PortageFact>[]): readonly Located<PortageFact>[] {
  const licences = new Map<string, readonly string[]>();
  const markers = new Map<string, Located<PortageFact>>();
  for (const file of files) {
    const folder = file.path.slice(0, file.path.lastIndexOf("/"));
    if (file.fact.licences !== undefined) licences.set(folder, file.fact.licences);
    else if (!markers.has(`${folder} ${file.layer}`)) markers.set(`${folder} ${file.layer}`, file);
  }
  return [...markers].map(([key, file]) => {
    const found = licences.get(key.slice(0, key.lastIndexOf(" ")));
    return found === undefined ? file : { ...file, fact: { ...file.fact, licences: [...found] } };
  });
}
