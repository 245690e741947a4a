import { notAPackage } from "../formats/installed-package.ts";
import { childrenOf, readXml, textOf } from "../formats/xml.ts";
import type { InstalledFormat } from "./installed-format.ts";

const metainfo =
  /(?:^|\/)flatpak\/(?:app|runtime)\/.+\/(?:export\/)?share\/(?:metainfo|appdata)\/[^/]+\.xml$/;

/** Applications that Flatpak installed. */
export const flatpakFormat: InstalledFormat = {
  id: "flatpak",
  version: 1,
  type: "flatpak",
  sees: "applications of Flatpak, by the newest release of their AppStream metadata",
  misses: "applications whose metadata lists no release; what lies inside of them",
  matches: (path) => path.endsWith(".xml") && metainfo.test(path),
  *read(content, { path }) {
    const component = readXml(content.toString("utf8"));
    if (component?.name !== "component") {
      throw notAPackage(path, "The file is no metadata of AppStream");
    }
    const [newest] = childrenOf(component, "releases", "release");
    const name = textOf(component, "id");
    // Without a release there is no version to tell, which the format allows.
    if (newest !== undefined) yield { name, version: newest.attributes.version };
  },
};
