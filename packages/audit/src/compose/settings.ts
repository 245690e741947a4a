import { positionOf } from "../text/position.ts";
import { expandVariables } from "../text/variables.ts";
import type { Leaf, Tree } from "../yaml/tree.ts";
import type { EnvironmentVariable, Setting } from "./types.ts";

/** A scalar with its variables replaced (compose-spec, "Interpolation"). */
export function readText(tree: Tree | undefined): Setting<string> | undefined {
  if (tree?.kind !== "leaf" || tree.text === undefined) return undefined;
  const expansion = interpolate(tree);
  return {
    value: expansion.value ?? tree.text,
    text: tree.text,
    unresolved: expansion.unresolved,
    usedDefault: expansion.usedDefault,
    ...positionOf(tree),
  };
}

/** A switch. As the engine does, `"true"`, `yes`, `on` and `1` are true. */
export function readBoolean(tree: Tree | undefined): Setting<boolean> | undefined {
  const setting = readText(tree);
  return setting === undefined
    ? undefined
    : { ...setting, value: /^(?:true|yes|on|y|1)$/i.test(setting.value) };
}

/** A list of scalars; a single scalar is a list of one. */
export function readTexts(tree: Tree | undefined): Setting<string>[] {
  const items = tree?.kind === "list" ? tree.items : tree === undefined ? [] : [tree];
  return items.flatMap((item) => readText(item) ?? []);
}

/** `environment` and `args`: a map, or a list of `NAME=value`. */
export function readVariables(tree: Tree | undefined): EnvironmentVariable[] {
  if (tree?.kind === "map") {
    return [...tree.entries].map(([name, { key, value }]) => {
      const setting = readText(value);
      return {
        name,
        value: setting?.value,
        unresolved: setting?.unresolved ?? [],
        usedDefault: setting?.usedDefault ?? false,
        isInterpolated: setting !== undefined && isInterpolated(setting),
        ...key,
      };
    });
  }
  return readTexts(tree).map((setting) => {
    const { value, unresolved, usedDefault } = setting;
    const equals = value.indexOf("=");
    return {
      name: equals === -1 ? value : value.slice(0, equals),
      value: equals === -1 ? undefined : value.slice(equals + 1),
      unresolved,
      usedDefault,
      isInterpolated: isInterpolated(setting),
      ...positionOf(setting),
    };
  });
}

function interpolate(leaf: Leaf) {
  // The variables of the caller are not part of the file.
  const { environment } = leaf.scope ?? {};
  return expandVariables(leaf.text ?? "", {
    lookup: (name) => environment?.get(name),
    style: "dollars",
  });
}

/** Whether a value of the environment, not a default, took the place of a variable. */
function isInterpolated({ text, unresolved, usedDefault }: Setting<string>): boolean {
  if (unresolved.length > 0 || usedDefault) return false;
  return /\$\{?[A-Za-z_]/.test(text.replaceAll("$$", ""));
}
