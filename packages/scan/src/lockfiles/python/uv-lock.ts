import { isJsonObject, type JsonObject } from "../../formats/json-object.ts";
import type { ListedEntry } from "../../formats/listed-packages.ts";
import { notALockfile } from "../not-a-lockfile.ts";
import { readToml } from "../text/read-toml.ts";

/** Kinds of `source` that are the project itself, or lie beside it. */
const local = ["virtual", "editable", "directory", "path"];

/**
 * Reads `uv.lock`. A package that only the groups of `dev-dependencies` lead to is for development.
 * What a project's extras want is listed: nothing tells which of them are installed.
 *
 * @throws PlimsollError `MALFORMED` when it is not TOML, or is about anything else
 */
export function* parseUvLock(text: string, path: string): Generator<ListedEntry> {
  const lock = readToml(text, path);
  const listed = lock.package ?? [];
  if (!Array.isArray(listed)) throw notALockfile(path, "The file lists no Python packages");
  const packages = listed.filter(isJsonObject);
  const needed = neededNames(packages);
  for (const entry of packages) {
    if (isLocal(entry) || (needed !== undefined && !needed.has(entry.name))) continue;
    yield { name: entry.name, version: entry.version };
  }
}

/** Names that the projects need outside development; undefined where no project is for development only. */
function neededNames(packages: readonly JsonObject[]): ReadonlySet<unknown> | undefined {
  const projects = packages.filter(isLocal);
  if (!projects.some((project) => isJsonObject(project["dev-dependencies"]))) return undefined;
  const byName = Map.groupBy(packages, ({ name }) => name);
  const seen = new Set<unknown>();
  const queue = [...projects];
  for (let entry = queue.pop(); entry; entry = queue.pop()) {
    for (const name of dependenciesOf(entry)) {
      if (seen.has(name)) continue;
      seen.add(name);
      queue.push(...(byName.get(name) ?? []));
    }
  }
  return seen;
}

function dependenciesOf({ dependencies, "optional-dependencies": extras }: JsonObject): unknown[] {
  const lists = [dependencies, ...(isJsonObject(extras) ? Object.values(extras) : [])];
  return lists
    .flatMap((list) => (Array.isArray(list) ? list : []))
    .map((dependency) => (isJsonObject(dependency) ? dependency.name : undefined));
}

function isLocal({ source }: JsonObject): boolean {
  return isJsonObject(source) && local.some((kind) => kind in source);
}
