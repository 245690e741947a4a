import type { Position } from "../text/position.ts";
import type { Branch, Tree } from "./tree.ts";
import { valueAt } from "./value-at.ts";

/** A value of a file, and where it stands. */
export interface Field<T> extends Position {
  readonly value: T;
  /** As written. */
  readonly text: string;
}

/** A scalar as text. */
export function readField(tree: Tree | undefined): Field<string> | undefined {
  if (tree?.kind !== "leaf" || tree.text === undefined) return undefined;
  const { text, line, column } = tree;
  return { value: text, text, line, column };
}

/** A switch; Kubernetes reads YAML 1.1, in which `yes` and `on` are true. */
export function readFlag(tree: Tree | undefined): Field<boolean> | undefined {
  const field = readField(tree);
  return field && { ...field, value: /^(?:true|yes|on|y)$/i.test(field.text) };
}

/** A whole number; anything else is no value, as the API refuses it. */
export function readNumber(tree: Tree | undefined): Field<number> | undefined {
  const field = readField(tree);
  if (field === undefined || !/^[+-]?(?:0[xo][\da-f]+|\d+)$/i.test(field.text)) return undefined;
  return { ...field, value: Number(field.text) };
}

/** A list of scalars. */
export function readFields(tree: Tree | undefined): Field<string>[] {
  return itemsOf(tree).flatMap((item) => readField(item) ?? []);
}

/** A list of whole numbers. */
export function readNumbers(tree: Tree | undefined): Field<number>[] {
  return itemsOf(tree).flatMap((item) => readNumber(item) ?? []);
}

/** The maps in a list. */
export function readBranches(tree: Tree | undefined): Branch[] {
  return itemsOf(tree).filter((item) => item.kind === "map");
}

/** The map at a path of keys. */
export function branchAt(branch: Branch, ...keys: string[]): Branch | undefined {
  const tree = valueAt(branch, ...keys);
  return tree?.kind === "map" ? tree : undefined;
}

function itemsOf(tree: Tree | undefined): readonly Tree[] {
  return tree?.kind === "list" ? tree.items : [];
}
