import { forEachLine } from "../formats/lines.ts";

/** The attributes of a manifest's main section that may tell who the archive is; names in lower case. */
export type Manifest = ReadonlyMap<string, string>;

const attributes: ReadonlySet<string> = new Set([
  "implementation-title",
  "implementation-version",
  "implementation-vendor-id",
  "bundle-symbolicname",
  "bundle-version",
  "automatic-module-name",
  // Jenkins' plugins (.hpi)
  "group-id",
  "short-name",
  "plugin-version",
]);
const longestValue = 1024;

/**
 * Reads the main section of `META-INF/MANIFEST.MF` (JAR File Specification, "Manifest
 * Specification": a line that begins with a space continues the one before; the first empty line
 * ends the section). What is not a manifest gives an empty map.
 */
export function parseManifest(text: string): Manifest {
  const values = new Map<string, string>();
  let name: string | undefined;
  let hasBegun = false;
  forEachLine(text, (start, end) => {
    if (start === end) return !hasBegun;
    hasBegun = true;
    if (text[start] === " ") {
      const value = name === undefined ? undefined : values.get(name);
      if (name !== undefined && value !== undefined && value.length < longestValue) {
        values.set(name, value + text.slice(start + 1, Math.min(end, start + 1 + longestValue)));
      }
      return true;
    }
    const colon = text.slice(start, Math.min(end, start + 71)).indexOf(":");
    const key = text.slice(start, start + Math.max(0, colon)).toLowerCase();
    // Of an attribute that is given twice the first counts.
    name = attributes.has(key) && !values.has(key) ? key : undefined;
    if (name !== undefined) {
      const value = start + colon + 1;
      values.set(name, text.slice(value, Math.min(end, value + longestValue)));
    }
    return true;
  });
  return new Map([...values].map(([key, value]) => [key, value.trim()]));
}
