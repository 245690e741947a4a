import { type InstalledPackage, toInstalledPackage } from "./installed-package.ts";
import { forEachLine } from "./lines.ts";

const longestLine = 1024;
const field = /^(?:[ \t]*<\?php)?[ \t/*#@]*(Plugin Name|Theme Name|Version|License):(.*)$/i;

/**
 * Reads the comment at the top of a WordPress plugin's main file or of a theme's `style.css`.
 * Undefined when it names no plugin or theme, or no version.
 * Format: developer.wordpress.org/plugins/plugin-basics/header-requirements
 *
 * @param slug the name under which WordPress knows it: that of its folder
 */
export function parseWordPressHeader(
  text: string,
  kind: "plugin" | "theme",
  slug: string,
): InstalledPackage | undefined {
  const fields = new Map<string, string>();
  forEachLine(text, (start, end) => {
    const line = text.slice(start, Math.min(end, start + longestLine));
    const [, name, value] = field.exec(line) ?? [];
    if (name === undefined || value === undefined) return true;
    const key = name.toLowerCase();
    // The comment may end on the line of its last field.
    if (!fields.has(key)) fields.set(key, value.replace(/\s*(?:\*\/|\?>).*$/, "").trim());
    return true;
  });
  if (!fields.get(`${kind} name`)) return undefined;
  return toInstalledPackage(slug, fields.get("version"), [fields.get("license")]);
}
