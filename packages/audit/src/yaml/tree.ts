import { isAlias, isMap, isScalar, isSeq, type LineCounter, type Node } from "yaml";
import type { Position } from "../text/position.ts";

/** A YAML value with its place; aliases and merge keys are resolved. */
export type Tree = Branch | List | Leaf;

/** A map. */
export interface Branch extends Position {
  readonly kind: "map";
  /** In the order of the file; the keys of merged maps come last. */
  readonly entries: ReadonlyMap<string, Entry>;
}
/** A sequence. */
export interface List extends Position {
  readonly kind: "list";
  readonly items: readonly Tree[];
}
/** A scalar. */
export interface Leaf extends Position {
  readonly kind: "leaf";
  /** The scalar as written, without quotes; undefined for null. */
  readonly text: string | undefined;
  /** Given where it is not that of the file that is judged. */
  readonly scope?: Scope;
}
/** What holds for every value of one file. */
export interface Scope {
  /** The file, where it is another than the one that is judged. */
  readonly path?: string;
  /** Values of variables in it. */
  readonly environment?: ReadonlyMap<string, string>;
}
/** A key's place, and its value. */
export interface Entry {
  readonly key: Position;
  readonly value: Tree;
}

/** How deep values may lie in each other. */
const maxDepth = 100;
/** How many entries of one list or map are read. */
export const maxItems = 500;
/** How many entries merge keys may copy in all. */
const maxMerged = 50_000;

/** Turns the nodes of a YAML document into a `Tree`. */
export class TreeReader {
  /** Of a whole file, or of a part of it that begins in `firstLine`. */
  private readonly lines: LineCounter;
  private readonly anchors = new Map<string, Node>();
  // An alias gives the same tree as its anchor: a file of many aliases costs no more than its length.
  private readonly done = new Map<Node, Tree>();
  private readonly open = new Set<Node>();
  private merged = 0;
  private readonly firstLine: number;
  private readonly scope: Scope | undefined;
  private readonly report: (
    line: number,
    code: "MALFORMED" | "LIMIT_EXCEEDED",
    why: string,
  ) => void;

  constructor(
    lines: LineCounter,
    report: (line: number, code: "MALFORMED" | "LIMIT_EXCEEDED", why: string) => void,
    firstLine = 1,
    scope: Scope | undefined = undefined,
  ) {
    this.scope = scope;
    this.lines = lines;
    this.firstLine = firstLine;
    this.report = report;
  }

  read(node: unknown, depth = 0): Tree {
    const place = this.positionOf(node);
    const nothing: Leaf = { kind: "leaf", text: undefined, ...place };
    if (isAlias(node)) {
      const target = this.anchors.get(node.source);
      if (target === undefined || this.open.has(target)) {
        this.report(
          place.line,
          "MALFORMED",
          `the alias *${node.source.slice(0, 40)} leads nowhere`,
        );
        return nothing;
      }
      return this.read(target, depth);
    }
    if (!isMap(node) && !isSeq(node) && !isScalar(node)) return nothing;
    const known = this.done.get(node);
    if (known !== undefined) return known;
    if (node.anchor !== undefined) this.anchors.set(node.anchor, node);
    // compose-spec: !reset takes a value away.
    if (node.tag === "!reset") return nothing;
    if (depth > maxDepth) {
      this.report(place.line, "LIMIT_EXCEEDED", "values lie deeper in each other than is read");
      return nothing;
    }
    this.open.add(node);
    const tree: Tree = isScalar(node)
      ? {
          kind: "leaf",
          text: scalarText(node),
          ...place,
          ...(this.scope && { scope: this.scope }),
        }
      : isSeq(node)
        ? {
            kind: "list",
            items: this.first(node.items, place).map((item) => this.read(item, depth + 1)),
            ...place,
          }
        : {
            kind: "map",
            entries: this.readEntries(this.first(node.items, place), depth),
            ...place,
          };
    this.open.delete(node);
    this.done.set(node, tree);
    return tree;
  }

  private readEntries(
    items: readonly { key: unknown; value: unknown }[],
    depth: number,
  ): Map<string, Entry> {
    const entries = new Map<string, Entry>();
    const merges: Tree[] = [];
    for (const { key, value } of items) {
      const name = isScalar(key) ? scalarText(key) : undefined;
      if (name === undefined) continue;
      const tree = this.read(value, depth + 1);
      if (name === "<<") {
        for (const item of tree.kind === "list" ? tree.items : [tree]) merges.push(item);
        continue;
      }
      const place = this.positionOf(key);
      if (entries.has(name)) {
        this.report(place.line, "MALFORMED", `the key ${name.slice(0, 60)} is given twice`);
      }
      entries.set(name, { key: place, value: tree });
    }
    for (const merge of merges) {
      if (merge.kind !== "map") continue;
      for (const [name, entry] of merge.entries) {
        this.merged += 1;
        if (this.merged > maxMerged) {
          this.report(merge.line, "LIMIT_EXCEEDED", "merge keys copy more than is read");
          return entries;
        }
        if (!entries.has(name)) entries.set(name, entry);
      }
    }
    return entries;
  }

  private first<T>(items: readonly T[], place: Position): readonly T[] {
    if (items.length <= maxItems) return items;
    this.report(place.line, "LIMIT_EXCEEDED", `only the first ${maxItems} entries are read`);
    return items.slice(0, maxItems);
  }

  private positionOf(node: unknown): Position {
    const range = (node as { range?: readonly number[] | null } | null | undefined)?.range;
    const file = this.scope?.path === undefined ? {} : { path: this.scope.path };
    if (range?.[0] === undefined) return { line: this.firstLine, column: 1, ...file };
    const { line, col } = this.lines.linePos(range[0]);
    return { line: line + this.firstLine - 1, column: col, ...file };
  }
}

function scalarText(node: { value: unknown; source?: string }): string | undefined {
  if (node.value === null || node.value === undefined) return undefined;
  return typeof node.value === "string" ? node.value : (node.source ?? String(node.value));
}
