import type { ListedEntry } from "../formats/listed-packages.ts";
import { isInFolder } from "../inspectors/in-folder.ts";
import type { InstalledFormat } from "./installed-format.ts";

/** `lodash-npm-4.17.21-6382451519-eb835a2e51.zip`; git and patched packages have no `-npm-`. */
const archive = /-npm-(\d[\w.+-]{0,127})-[0-9a-f]{10}-[0-9a-z]{1,64}\.zip$/;
/** The archive's first entries lead to the package, whose scope the file's name does not tell. */
const inside = /node_modules\/((?:@[^/\0]{1,128}\/)?[^/@\0]{1,214})\//;
/**
 * In the data of Plug'n'Play `["name", [` begins a package and `["npm:1.0.0", {` one of its versions.
 * Between them lie blanks, and in a program the backslashes of a text over several lines.
 */
const record =
  /\[[\s\\]{0,80}"(?:((?:@[^"/\n]{1,128}\/)?[^"/:\n]{1,214})",[\s\\]{0,80}\[|(?:virtual:[0-9a-f]{1,128}#)?npm:(\d[^":\n]{0,127})",[\s\\]{0,80}\{)/g;

/** Packages that Yarn 2 and later keeps zipped. */
export const yarnCacheFormat: InstalledFormat = {
  id: "yarn-cache",
  version: 1,
  type: "npm",
  sees: "packages zipped in the cache of Yarn 2 and later (`.yarn/cache`)",
  misses: "licences; packages from git and patched ones",
  leadingBytes: 4096,
  matches: (path) =>
    path.endsWith(".zip") && (isInFolder(path, ".yarn/cache") || isInFolder(path, "berry/cache")),
  *read(content, { path }) {
    const version = archive.exec(path)?.[1];
    const name = inside.exec(content.toString("latin1"))?.[1];
    if (version !== undefined && name !== undefined) yield { name, version };
  },
};

/** Packages that a program run by Yarn's Plug'n'Play finds. */
export const yarnPnpFormat: InstalledFormat = {
  id: "yarn-pnp",
  version: 1,
  type: "npm",
  sees: "packages of Yarn's Plug'n'Play (`.pnp.cjs`, `.pnp.data.json`)",
  misses: "licences; packages from git and patched ones",
  matches: (path) => /(?:^|\/)\.pnp\.(?:c?js|data\.json)$/.test(path),
  read: (content) => parsePnp(content.toString("utf8")),
};

/** Reads the data of Plug'n'Play, alone or within its program; no JavaScript is run. */
export function* parsePnp(text: string): Generator<ListedEntry> {
  let current: string | undefined;
  for (const [, name, version] of text.matchAll(record)) {
    if (name !== undefined) current = name;
    else if (current !== undefined) yield { name: current, version };
  }
}
