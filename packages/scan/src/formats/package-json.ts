import { PlimsollError } from "@plimsoll/core";

/** What the inventory keeps of an installed package's `package.json`. */
export interface NpmPackage {
  /** With its scope: `@scope/name`. */
  name: string;
  version: string;
  licences: string[];
  /** npm's `private`: its author will not have it published. */
  isPrivate?: true;
}

const longestName = 256;
const longestLicence = 256;
const mostLicences = 32;

/**
 * Reads the `package.json` of an installed npm package. Undefined when it has no name or no
 * version: such a file marks a folder (`{"type":"module"}`), it does not install a package.
 *
 * @throws PlimsollError `MALFORMED` when it is not a JSON object
 */
export function parsePackageJson(text: string, path: string): NpmPackage | undefined {
  const manifest = parseObject(text, path);
  const { name, version } = manifest;
  if (!isShortText(name, longestName) || !isShortText(version, longestName)) return undefined;
  return {
    name: name.trim(),
    version: version.trim(),
    licences: licencesOf(manifest),
    ...(manifest.private === true && { isPrivate: true }),
  };
}

function parseObject(text: string, path: string): { [key: string]: unknown } {
  let value: unknown;
  try {
    // A byte order mark is not JSON, but npm accepts it.
    value = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (cause) {
    throw malformed(path, "is not JSON", cause);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw malformed(path, "is not a JSON object");
  }
  return value as { [key: string]: unknown };
}

function malformed(path: string, why: string, cause?: unknown): PlimsollError {
  return new PlimsollError("MALFORMED", `The package.json ${why}`, {
    subject: path,
    action: "Look at the file: the package is missing from the inventory.",
    cause,
  });
}

/**
 * A manifest's licences in every shape that npm has known: an SPDX expression, `{ type, url }`, and
 * lists of either, under `license` or the older `licenses`.
 */
function licencesOf(manifest: { [key: string]: unknown }): string[] {
  const stated = manifest.license ?? manifest.licenses ?? manifest.licence;
  const entries = Array.isArray(stated) ? stated.slice(0, mostLicences) : [stated];
  const names = entries.map((entry) => {
    if (typeof entry !== "object" || entry === null) return entry;
    const { type, name } = entry as { type?: unknown; name?: unknown };
    return type ?? name;
  });
  const words = names
    .filter((name) => isShortText(name, longestLicence))
    .map((name) => name.trim());
  return [...new Set(words)];
}

function isShortText(value: unknown, longest: number): value is string {
  return typeof value === "string" && value.length <= longest && value.trim() !== "";
}
