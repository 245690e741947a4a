import { isJsonObject, parseJsonObject } from "../../formats/json-object.ts";
import type { ListedEntry } from "../../formats/listed-packages.ts";
import { notALockfile } from "../not-a-lockfile.ts";

/** `zlib/1.2.11@user/channel#revision%time`, and a package's id after a colon. */
const reference = /^([^/@#%:\s]+)\/([^/@#%:\s]+)(?:[@#%:].*)?$/;

/**
 * Reads `conan.lock`: the graph of Conan 1, without the project itself and what only builds it, or
 * the `requires` of Conan 2.
 *
 * @throws PlimsollError `MALFORMED` when it is not a JSON object with either
 */
export function* parseConanLock(text: string, path: string): Generator<ListedEntry> {
  const { graph_lock: graph, requires } = parseJsonObject(text, path);
  const nodes = isJsonObject(graph) && isJsonObject(graph.nodes) ? graph.nodes : undefined;
  if (nodes === undefined && !Array.isArray(requires)) {
    throw notALockfile(path, "The file is not a lockfile of Conan");
  }
  const references = Array.isArray(requires) ? requires : Object.values(nodes!).map(referenceOf);
  for (const found of references) {
    const [, name, version] = typeof found === "string" ? (reference.exec(found) ?? []) : [];
    if (name !== undefined) yield { name, version };
  }
}

/** The reference of a package from Conan's cache; a node with a `path` is a recipe of the project. */
function referenceOf(node: unknown): unknown {
  if (!isJsonObject(node) || node.context === "build" || typeof node.path === "string") return;
  return node.ref ?? node.pref;
}
