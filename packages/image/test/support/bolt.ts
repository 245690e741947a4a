import { fnv1a } from "../../src/containerd/bolt-meta.ts";

/** A bucket to write: a text is a value. */
export interface BoltTree {
  [key: string]: string | BoltTree;
}

const pageBytes = 4096;

/** Writes a database of bbolt: large buckets have branches, small ones are inline. */
export function writeBolt(tree: BoltTree, { itemsPerPage = 20, transaction = 2n } = {}): Buffer {
  const pages = new PageWriter(itemsPerPage);
  const root = pages.bucket(tree);
  return pages.finish(root, transaction);
}

interface Item {
  key: Buffer;
  value: Buffer;
  flags: number;
}

class PageWriter {
  // Two for the metas, one for the freelist.
  readonly #pages: Buffer[] = [Buffer.alloc(pageBytes), Buffer.alloc(pageBytes), freelist()];
  readonly #itemsPerPage: number;

  constructor(itemsPerPage: number) {
    this.#itemsPerPage = itemsPerPage;
  }

  bucket(tree: BoltTree): number {
    const items = this.#items(tree);
    if (items.length <= this.#itemsPerPage) return this.#add(leaf(items));
    const children: { key: Buffer; page: number }[] = [];
    for (let at = 0; at < items.length; at += this.#itemsPerPage) {
      const part = items.slice(at, at + this.#itemsPerPage);
      children.push({ key: part[0]!.key, page: this.#add(leaf(part)) });
    }
    return this.#add(branch(children));
  }

  finish(root: number, transaction: bigint): Buffer {
    this.#pages[0] = meta(0, root, this.#count, transaction - 1n);
    this.#pages[1] = meta(1, root, this.#count, transaction);
    return Buffer.concat(this.#pages);
  }

  get #count(): number {
    return this.#pages.reduce((sum, page) => sum + page.length / pageBytes, 0);
  }

  #items(tree: BoltTree): Item[] {
    return Object.entries(tree)
      .map(([key, value]) => ({ key: Buffer.from(key), ...this.#value(value) }))
      .sort((a, b) => Buffer.compare(a.key, b.key));
  }

  #value(value: string | BoltTree): Omit<Item, "key"> {
    if (typeof value === "string") return { value: Buffer.from(value), flags: 0 };
    const header = Buffer.alloc(16);
    const isSimple = Object.values(value).every((it) => typeof it === "string");
    if (isSimple && Object.keys(value).length <= 5) {
      return { value: Buffer.concat([header, leaf(this.#items(value))]), flags: 1 };
    }
    header.writeBigUInt64LE(BigInt(this.bucket(value)), 0);
    return { value: header, flags: 1 };
  }

  #add(content: Buffer): number {
    const number = this.#count;
    const pages = Math.ceil(content.length / pageBytes);
    const page = Buffer.alloc(pages * pageBytes);
    content.copy(page);
    page.writeBigUInt64LE(BigInt(number), 0);
    page.writeUInt32LE(pages - 1, 12);
    this.#pages.push(page);
    return number;
  }
}

function page(flags: number, elements: Buffer[], data: Buffer[]): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt16LE(flags, 8);
  header.writeUInt16LE(elements.length, 10);
  return Buffer.concat([header, ...elements, ...data]);
}

function leaf(items: readonly Item[]): Buffer {
  let at = items.length * 16;
  const elements = items.map(({ key, value, flags }, i) => {
    const element = Buffer.alloc(16);
    element.writeUInt32LE(flags, 0);
    element.writeUInt32LE(at - i * 16, 4);
    element.writeUInt32LE(key.length, 8);
    element.writeUInt32LE(value.length, 12);
    at += key.length + value.length;
    return element;
  });
  return page(
    2,
    elements,
    items.flatMap(({ key, value }) => [key, value]),
  );
}

function branch(children: readonly { key: Buffer; page: number }[]): Buffer {
  let at = children.length * 16;
  const elements = children.map(({ key, page: number }, i) => {
    const element = Buffer.alloc(16);
    element.writeUInt32LE(at - i * 16, 0);
    element.writeUInt32LE(key.length, 4);
    element.writeBigUInt64LE(BigInt(number), 8);
    at += key.length;
    return element;
  });
  return page(
    1,
    elements,
    children.map(({ key }) => key),
  );
}

function freelist(): Buffer {
  const bytes = Buffer.alloc(pageBytes);
  bytes.writeBigUInt64LE(2n, 0);
  bytes.writeUInt16LE(0x10, 8);
  return bytes;
}

function meta(number: number, root: number, pages: number, transaction: bigint): Buffer {
  const bytes = Buffer.alloc(pageBytes);
  bytes.writeBigUInt64LE(BigInt(number), 0);
  bytes.writeUInt16LE(4, 8);
  bytes.writeUInt32LE(0xed0cdaed, 16);
  bytes.writeUInt32LE(2, 20);
  bytes.writeUInt32LE(pageBytes, 24);
  bytes.writeBigUInt64LE(BigInt(root), 32);
  bytes.writeBigUInt64LE(2n, 48);
  bytes.writeBigUInt64LE(BigInt(pages), 56);
  bytes.writeBigUInt64LE(transaction, 64);
  bytes.writeBigUInt64LE(fnv1a(bytes.subarray(16, 72)), 72);
  return bytes;
}
