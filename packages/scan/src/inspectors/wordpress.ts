import type { Inspector } from "@plimsoll/image";
import type { InstalledPackage } from "../formats/installed-package.ts";
import { parseWordPressHeader } from "../formats/wordpress-header.ts";

/** A plugin or a theme of WordPress. */
export interface WordPressExtension extends InstalledPackage {
  kind: "plugin" | "theme";
}

/** How far WordPress itself looks for the header (`get_file_data`). */
const headerBytes = 8192;
const plugin = /(?:^|\/)wp-content\/(?:mu-)?plugins\/(?:([^/]+)\/)?([^/]+)\.php$/;
const theme = /(?:^|\/)wp-content\/themes\/([^/]+)\/style\.css$/;

/** Plugins and themes of WordPress: the headers of `wp-content/plugins/*.php`, one folder deep, and of a theme's `style.css`. */
export const wordPressInspector: Inspector<WordPressExtension> = {
  id: "wordpress",
  version: 1,

  wants(entry) {
    const { path, type } = entry;
    if (type !== "file" && type !== "hardlink") return undefined;
    const isCandidate = path.endsWith(".php")
      ? path.includes("wp-content/") && plugin.test(path)
      : path.endsWith("/style.css") && theme.test(path);
    return isCandidate ? headerBytes : undefined;
  },

  inspect({ path }, content) {
    const text = content.toString("utf8");
    const inTheme = theme.exec(path);
    const kind = inTheme === null ? "plugin" : "theme";
    const [, folder, file] = inTheme ?? plugin.exec(path) ?? [];
    const found = parseWordPressHeader(text, kind, folder ?? file ?? "");
    return found === undefined ? undefined : { ...found, kind };
  },
};
