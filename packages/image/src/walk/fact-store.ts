import { PlimsollError } from "@plimsoll/core";
import type { FileEntry } from "../inspector.ts";
import { parentOf } from "../tar/entry-path.ts";

/** A fact as it is kept during the walk: already JSON, so that its size is known. */
export interface KeptFact {
  inspector: string;
  path: string;
  type: FileEntry["type"];
  json: string;
  /** Which entry of the layer it is of, counted from 1. */
  sequence: number;
}

/** The facts of one layer while it is walked. A later entry takes the place of an earlier one. */
export class FactStore {
  readonly #limitBytes: number;
  readonly #byPath = new Map<string, KeptFact[]>();
  /** Directories with facts below them, and where something else took their place later. */
  readonly #above = new Set<string>();
  readonly #replaced = new Map<string, number>();
  #bytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** Facts of the path so far. */
  at(path: string): readonly KeptFact[] {
    return this.#byPath.get(path) ?? [];
  }

  has(path: string, inspector: string): boolean {
    return this.at(path).some((fact) => fact.inspector === inspector);
  }

  /**
   * @throws PlimsollError `LIMIT_EXCEEDED` when the facts take too much memory
   */
  keep(fact: KeptFact): void {
    this.#bytes += fact.json.length + fact.path.length;
    if (this.#bytes > this.#limitBytes) {
      throw new PlimsollError("LIMIT_EXCEEDED", "Its facts take more memory than they may");
    }
    const facts = this.#byPath.get(fact.path);
    if (facts) facts.push(fact);
    else this.#byPath.set(fact.path, [fact]);
    for (let path = fact.path; path !== ""; ) {
      path = parentOf(path);
      if (this.#above.has(path)) break;
      this.#above.add(path);
    }
  }

  /** Forgets what an entry at `path` replaces: the facts there, and below when it is no directory. */
  replace(path: string, isDirectory: boolean, sequence: number): void {
    this.#byPath.delete(path);
    if (!isDirectory && this.#above.has(path)) this.#replaced.set(path, sequence);
  }

  /** All facts that hold, by path. */
  sorted(): KeptFact[] {
    const facts = [...this.#byPath.values()].flat().filter((fact) => !this.#isReplaced(fact));
    return facts.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  }

  #isReplaced({ path, sequence }: KeptFact): boolean {
    if (this.#replaced.size === 0) return false;
    for (let above = path; above !== ""; ) {
      above = parentOf(above);
      if ((this.#replaced.get(above) ?? 0) > sequence) return true;
    }
    return false;
  }
}
