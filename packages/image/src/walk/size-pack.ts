/**
 * Collects the sizes of a layer's entries as one string, in the order of its `PathPack`: digits of
 * base 36 for a file, nothing for what is none, and a comma between them.
 */
export class SizePack {
  readonly #blocks: Buffer[] = [];
  #sizes: string[] = [];

  /** `size` in bytes; `undefined` for what is no file. */
  add(size: number | undefined): void {
    this.#sizes.push(size === undefined ? "" : size.toString(36));
    if (this.#sizes.length === 4096) this.#flush();
  }

  /** In parts, in ASCII. */
  pack(): readonly Buffer[] {
    if (this.#sizes.length > 0) this.#flush();
    return this.#blocks;
  }

  #flush(): void {
    const start = this.#blocks.length > 0 ? "," : "";
    this.#blocks.push(Buffer.from(start + this.#sizes.join(","), "latin1"));
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
