import type { ErrorCode, Incomplete } from "@plimsoll/core";

/** The first `limit` things that could not be inspected, and how many more there were. */
export class IncompleteList {
  readonly #limit: number;
  readonly #layer: string;
  readonly #kept: Incomplete[] = [];
  #more = 0;

  /** `layer` is its diffID; empty where there is none. */
  constructor(limit: number, layer: string) {
    this.#limit = limit;
    this.#layer = layer;
  }

  add(code: ErrorCode, what: string, why: string): void {
    if (this.#kept.length < this.#limit) this.#kept.push(this.#entry(code, what, why));
    else this.#more += 1;
  }

  list(): Incomplete[] {
    if (this.#more === 0) return [...this.#kept];
    const why = `${this.#more} more files were not inspected`;
    return [...this.#kept, this.#entry("LIMIT_EXCEEDED", this.#layer || "files", why)];
  }

  #entry(code: ErrorCode, what: string, why: string): Incomplete {
    return { code, what, why, ...(this.#layer && { layer: this.#layer }) };
  }
}
