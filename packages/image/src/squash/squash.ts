import type { Located } from "../facts.ts";
import { parentOf } from "../tar/entry-path.ts";
import { eachPath, type LayerRecord } from "../walk/layer-record.ts";
import { readWhiteout } from "./whiteout.ts";

interface Candidate {
  path: string;
  layer: number;
  fact: unknown;
  hiddenBy?: number;
  /** A directory above it does not replace it; a regular file is replaced by one. */
  isFile: boolean;
}

/**
 * Puts layers on top of each other, oldest first, and says of every fact whether its file is still
 * visible (image-spec, layer.md). A later layer hides a file when it
 * - has an entry of any type at the same path,
 * - has something other than a directory in place of a directory above it,
 * - has a directory in place of the file,
 * - has a whiteout of it or of a directory above it, or an opaque whiteout in one above it.
 * A layer's whiteouts never hide its own files.
 */
export function squash(records: readonly LayerRecord[]): Map<string, Located[]> {
  const located = new Map<string, Located[]>();
  const visible = new VisibleFacts();
  records.forEach((record, layer) => {
    if (visible.size > 0) visible.hide(record.paths, layer);
    for (const [inspector, facts] of Object.entries(record.facts)) {
      let all = located.get(inspector);
      if (all === undefined) {
        all = [];
        located.set(inspector, all);
      }
      for (const { path, type, fact } of facts) {
        const candidate: Candidate = {
          path,
          layer,
          fact,
          isFile: type === "file" || type === "hardlink",
        };
        visible.add(candidate);
        all.push(candidate);
      }
    }
  });
  for (const [inspector, facts] of located) located.set(inspector, facts.map(toLocated));
  return located;
}

function toLocated(candidate: Located): Located {
  const { path, layer, fact, hiddenBy } = candidate;
  return { path, layer, fact, ...(hiddenBy !== undefined && { hiddenBy }) };
}

/** The facts that no layer has hidden yet, found by path and by every directory above them. */
class VisibleFacts {
  #byPath = new Map<string, Candidate[]>();
  /** Directories that have a fact somewhere below them. */
  #above = new Set<string>();

  get size(): number {
    return this.#byPath.size;
  }

  add(candidate: Candidate): void {
    const facts = this.#byPath.get(candidate.path);
    if (facts) facts.push(candidate);
    else this.#byPath.set(candidate.path, [candidate]);
    for (let path = candidate.path; path !== ""; ) {
      path = parentOf(path);
      if (this.#above.has(path)) break;
      this.#above.add(path);
    }
  }

  /** Marks what the layer with these entries hides. Linear in entries and facts. */
  hide(paths: string, layer: number): void {
    const trees = new Set<string>();
    const directories = new Set<string>([""]);
    eachPath(paths, (path, isDirectory) => {
      const whiteout = readWhiteout(path);
      if (whiteout === undefined) {
        this.#hideAt(path, layer);
        if (!isDirectory && this.#above.has(path)) trees.add(path);
      } else if (whiteout.kind === "opaque") {
        if (this.#above.has(whiteout.path)) trees.add(whiteout.path);
      } else if (whiteout.kind === "file") {
        this.#hideAt(whiteout.path, layer);
        if (this.#above.has(whiteout.path)) trees.add(whiteout.path);
      }
      // An archive may hold `a/b` without `a`: extracting it makes `a` a directory.
      for (let above = parentOf(path); !directories.has(above); above = parentOf(above)) {
        directories.add(above);
        if (this.#byPath.get(above)?.[0]?.isFile) this.#hideAt(above, layer);
      }
    });
    if (trees.size > 0) this.#hideBelow(trees, layer);
  }

  #hideAt(path: string, layer: number): void {
    const facts = this.#byPath.get(path);
    if (facts === undefined) return;
    for (const fact of facts) fact.hiddenBy = layer;
    this.#byPath.delete(path);
  }

  #hideBelow(trees: ReadonlySet<string>, layer: number): void {
    for (const path of [...this.#byPath.keys()]) {
      for (let above = path; above !== ""; ) {
        above = parentOf(above);
        if (!trees.has(above)) continue;
        this.#hideAt(path, layer);
        break;
      }
    }
  }
}
