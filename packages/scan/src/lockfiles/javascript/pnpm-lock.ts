import { isJsonObject, type JsonObject } from "../../formats/json-object.ts";
import type { ListedEntry } from "../../formats/listed-packages.ts";
import { notALockfile } from "../not-a-lockfile.ts";
import { readYaml } from "../text/read-yaml.ts";

/** `name@1.0.0(peer@2.0.0)` of pnpm 8 and later. */
const withAt = /^\/?(@[^/@]+\/[^@/]+|[^@/]+)@([^()@]+)(?:\(.*)?$/;
/** `/name/1.0.0_peer@2.0.0` of pnpm 7 and before; a registry other than npm's stands before it. */
const withSlash = /^[^/]*\/(@[^/]+\/[^/]+|[^/@]+)\/(\d+\.[^_()/]*)(?:_.*)?$/;

/**
 * Reads `pnpm-lock.yaml`, versions 5 to 9. Up to 6 a package says whether it is for development
 * only; from 9 on that follows from what the projects depend on.
 *
 * @throws PlimsollError `MALFORMED` when it is not YAML, or no lockfile of pnpm
 */
export function* parsePnpmLock(text: string, path: string): Generator<ListedEntry> {
  for (const document of readYaml(text, path)) {
    const { lockfileVersion, packages } = document;
    if (lockfileVersion === undefined) {
      throw notALockfile(path, "The file is not a lockfile of pnpm");
    }
    if (!isJsonObject(packages)) continue;
    const needed = neededKeys(document);
    for (const [key, stated] of Object.entries(packages)) {
      const entry = isJsonObject(stated) ? stated : {};
      if (entry.dev === true || isLocal(key, entry)) continue;
      if (needed !== undefined && !needed.has(key)) continue;
      const found = nameOf(key, entry);
      if (found !== undefined) yield found;
    }
  }
}

function nameOf(key: string, { name, version }: JsonObject): ListedEntry | undefined {
  const [, keyName, keyVersion] = withAt.exec(key) ?? withSlash.exec(key) ?? [];
  if (name !== undefined && version !== undefined) return { name, version };
  // `name@https://…`: the key tells no version, the entry may.
  const asked = /^(@[^/@]+\/[^@]+|[^@/]+)@/.exec(key)?.[1];
  if (version !== undefined && asked !== undefined) return { name: asked, version };
  if (keyName === undefined || !/^\d/.test(keyVersion!)) return undefined;
  return { name: keyName, version: keyVersion };
}

function isLocal(key: string, { resolution }: JsonObject): boolean {
  const isFolder = isJsonObject(resolution) && resolution.type === "directory";
  return isFolder || /^(?:.*@)?(?:file|link):/.test(key);
}

/** Keys of packages that some project needs outside development; undefined where nothing tells. */
function neededKeys({ importers, snapshots }: JsonObject): ReadonlySet<string> | undefined {
  if (!isJsonObject(importers) || !isJsonObject(snapshots)) return undefined;
  const seen = new Set<string>();
  const queue = Object.values(importers).filter(isJsonObject);
  for (let node = queue.pop(); node; node = queue.pop()) {
    for (const group of [node.dependencies, node.optionalDependencies]) {
      if (!isJsonObject(group)) continue;
      for (const [name, asked] of Object.entries(group)) {
        const version = isJsonObject(asked) ? asked.version : asked;
        if (typeof version !== "string") continue;
        const key = version in snapshots ? version : `${name}@${version}`;
        if (seen.has(key)) continue;
        seen.add(key);
        const next = snapshots[key];
        if (isJsonObject(next)) queue.push(next);
      }
    }
  }
  // A snapshot's key ends in the peers that it was resolved with.
  return new Set([...seen].map((key) => key.replace(/\(.*$/s, "")));
}
