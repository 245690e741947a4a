/**
 * Collects the sizes of a layer's entries as one string, in the order of its `PathPack`: digits of
 * base 36 for a file, nothing for what is none, and a comma between them.
 */
export class SizePack {
  readonly #blocks: string[] = [];
  #sizes: string[] = [];

  /** `size` in bytes; `undefined` for what is no file. */
  add(size: number | undefined): void {
    this.#sizes.push(size === undefined ? "" : size.toString(36));
    if (this.#sizes.length === 4096) this.#flush();
  }

  pack(): string {
    if (this.#sizes.length > 0) this.#flush();
    return this.#blocks.join(",");
  }

  #flush(): void {
    this.#blocks.push(this.#sizes.join(","));
    this.#sizes = [];
  }
}

/** Reads the sizes of a pack one after the other; `undefined` for what is no file. */
export function sizeReader(sizes: string): () => number | undefined {
  let at = 0;
  return () => {
    const found = sizes.indexOf(",", at);
    const end = found === -1 ? sizes.length : found;
    const size = at < end ? Number.parseInt(sizes.slice(at, end), 36) : undefined;
    at = end + 1;
    return size;
  };
}
