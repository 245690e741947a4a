import type { Branch, Tree } from "./tree.ts";

/** The value at a path of keys; undefined when one is missing or null. */
export function valueAt(branch: Branch, ...keys: string[]): Tree | undefined {
  let tree: Tree | undefined = branch;
  for (const key of keys) tree = tree?.kind === "map" ? tree.entries.get(key)?.value : undefined;
  return tree?.kind === "leaf" && tree.text === undefined ? undefined : tree;
}
