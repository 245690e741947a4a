import { isJsonObject, type JsonObject, parseJsonObject } from "../../formats/json-object.ts";
import type { ListedEntry } from "../../formats/listed-packages.ts";
import { notALockfile } from "../not-a-lockfile.ts";

const folder = "node_modules/";
const alias = /^npm:(@?[^@]+)@(.+)$/;
/** What stands for a version where a package is no version of a registry. */
const elsewhere =
  /^(?:file|link|git(?:\+\w+)?|https?|github|gitlab|bitbucket|[\w.-]+\/[\w.-]+)[:#]/;

/**
 * Reads `package-lock.json` and `npm-shrinkwrap.json` of npm 1 to 11: from version 2 on `packages`
 * tells all, before that the tree of `dependencies`. Format: docs.npmjs.com/cli/configuring-npm/package-lock-json
 *
 * @throws PlimsollError `MALFORMED` when it is not a JSON object with either, where it pins anything
 */
export function* parsePackageLock(text: string, path: string): Generator<ListedEntry> {
  const { packages, dependencies, lockfileVersion } = parseJsonObject(text, path);
  if (isJsonObject(packages)) yield* fromPackages(packages);
  else if (isJsonObject(dependencies)) yield* fromTree(dependencies);
  else if (typeof lockfileVersion !== "number") {
    throw notALockfile(path, "The file is not a lockfile of npm");
  }
}

function* fromPackages(packages: JsonObject): Generator<ListedEntry> {
  for (const [place, entry] of Object.entries(packages)) {
    const at = place.lastIndexOf(folder);
    if (at === -1 || !isJsonObject(entry)) continue;
    const { version, name, link, dev, resolved } = entry;
    if (link === true || dev === true || isLocal(resolved)) continue;
    // A git repository need not tell a version.
    if (version === undefined && resolved !== undefined) continue;
    // npm states the name where it is not that of the folder.
    yield { name: name ?? place.slice(at + folder.length), version };
  }
}

function* fromTree(root: JsonObject): Generator<ListedEntry> {
  const trees = [root];
  for (let tree = trees.pop(); tree; tree = trees.pop()) {
    for (const [name, entry] of Object.entries(tree)) {
      if (!isJsonObject(entry)) continue;
      const { version, dev, dependencies } = entry;
      if (isJsonObject(dependencies)) trees.push(dependencies);
      if (dev === true) continue;
      const [, real, realVersion] = typeof version === "string" ? (alias.exec(version) ?? []) : [];
      if (real !== undefined) yield { name: real, version: realVersion };
      else if (typeof version !== "string" || !elsewhere.test(version)) yield { name, version };
    }
  }
}

function isLocal(resolved: unknown): boolean {
  return typeof resolved === "string" && resolved.startsWith("file:");
}
