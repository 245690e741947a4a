import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { PlimsollError, toPlimsollError } from "@plimsoll/core";
import { type BoltMeta, metaBytes, pageSizes, readMeta } from "./bolt-meta.ts";
import { type BoltItem, malformed, overflowOf, pageHeaderBytes, readPage } from "./bolt-page.ts";

/** Pages that one reading may look at: the images of a machine take some hundred. */
const mostPages = 50_000;
/** Bytes of one page with what overflows from it. */
const mostPageBytes = 16 << 20;
/** A tree of this many levels has more pages than a file may. */
const mostLevels = 32;
/** Readings of a database that is being written to. */
const mostTries = 8;

/** A bucket: keys and values, some of which are buckets again. Each call reads it anew. */
export interface BoltBucket {
  /** The buckets in it, in the order of their keys. */
  buckets(): Iterable<{ name: string; bucket: BoltBucket }>;
  /** The bucket under a key; `undefined` for none. */
  bucket(name: string): BoltBucket | undefined;
  /** The value under a key; `undefined` for none. */
  value(name: string): Buffer | undefined;
}

/**
 * Reads a database of bbolt, which may be in use: bbolt never writes to pages that its newest
 * transaction needs, so what was read holds if that is still the newest one afterwards. Otherwise it
 * is read again.
 *
 * @throws PlimsollError `NOT_FOUND`, `READ_FAILED`, `MALFORMED`, `LIMIT_EXCEEDED`, and what `read`
 * throws
 */
export function readBolt<Result>(path: string, read: (root: BoltBucket) => Result): Result {
  const file = open(path);
  try {
    for (let tries = 1; ; tries += 1) {
      const before = newestMeta(file);
      const outcome = attempt(() => read(bucketAt(new Pages(file, before), before.root)));
      const isCurrent = newestMeta(file).transaction === before.transaction;
      if (isCurrent || tries === mostTries) {
        if (!isCurrent) throw new PlimsollError("READ_FAILED", "The database changes all the time");
        if ("error" in outcome) throw outcome.error;
        return outcome.result;
      }
    }
  } catch (error) {
    if (!(error instanceof PlimsollError) || error.subject !== undefined) throw error;
    const { code, message, action } = error;
    throw new PlimsollError(code, message, { subject: path, action, cause: error });
  } finally {
    closeSync(file);
  }
}

function attempt<Result>(run: () => Result): { result: Result } | { error: unknown } {
  try {
    return { result: run() };
  } catch (error) {
    return { error };
  }
}

function open(path: string): number {
  try {
    return openSync(path, "r");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isDenied = code === "EACCES" || code === "EPERM";
    throw toPlimsollError(
      error,
      code === "ENOENT" ? "NOT_FOUND" : "READ_FAILED",
      "The database cannot be read",
      {
        subject: path,
        action: isDenied ? "Run this as root, or use docker-daemon:." : undefined,
      },
    );
  }
}

/** The valid one of the two meta pages with the higher transaction (bbolt, db.go: `meta`). */
function newestMeta(file: number): BoltMeta {
  const found: BoltMeta[] = [];
  // The second lies behind a page whose size only the first tells, if it is intact.
  for (const at of [0, ...pageSizes]) {
    const meta = readMeta(readAt(file, at, metaBytes));
    if (meta && (at === 0 || at === meta.pageBytes)) found.push(meta);
  }
  const [first, second] = found;
  if (first === undefined) {
    throw new PlimsollError("MALFORMED", "This is not a database of bbolt, or it is damaged");
  }
  return second && second.transaction > first.transaction ? second : first;
}

function readAt(file: number, at: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  return buffer.subarray(0, readSync(file, buffer, 0, length, at));
}

/** The pages of one transaction, of which only so many are read. */
class Pages {
  readonly #file: number;
  readonly #meta: BoltMeta;
  readonly #fileBytes: number;
  #left = mostPages;

  constructor(file: number, meta: BoltMeta) {
    this.#file = file;
    this.#meta = meta;
    this.#fileBytes = fstatSync(file).size;
  }

  read(number: number): Buffer {
    this.#left -= 1;
    if (this.#left < 0) {
      throw new PlimsollError("LIMIT_EXCEEDED", `It takes more than ${mostPages} pages`);
    }
    const { pageBytes, pages } = this.#meta;
    if (!(number >= 2 && number < pages)) throw malformed();
    const at = number * pageBytes;
    const page = readAt(this.#file, at, pageBytes);
    if (page.length < pageHeaderBytes) throw malformed();
    const bytes = (1 + overflowOf(page)) * pageBytes;
    if (bytes > mostPageBytes || at + bytes > this.#fileBytes) throw malformed();
    return bytes === pageBytes ? page : readAt(this.#file, at, bytes);
  }
}

function bucketAt(pages: Pages, root: number): BoltBucket {
  return bucketOf(pages, () => pages.read(root));
}

function bucketOf(pages: Pages, root: () => Buffer): BoltBucket {
  const find = (name: string): BoltItem | undefined => {
    const key = Buffer.from(name);
    for (const item of itemsOf(pages, root(), 1)) if (item.key.equals(key)) return item;
    return undefined;
  };
  return {
    *buckets() {
      for (const { key, value, isBucket } of itemsOf(pages, root(), 1)) {
        if (isBucket) yield { name: key.toString(), bucket: childOf(pages, value) };
      }
    },
    bucket(name) {
      const item = find(name);
      return item?.isBucket ? childOf(pages, item.value) : undefined;
    },
    value(name) {
      const item = find(name);
      return item && !item.isBucket ? item.value : undefined;
    },
  };
}

// A small bucket has no page of its own: it stands behind its header (bbolt, bucket.go: inline).
function childOf(pages: Pages, value: Buffer): BoltBucket {
  if (value.length < 16) throw malformed();
  const root = Number(value.readBigUInt64LE(0));
  if (root !== 0) return bucketAt(pages, root);
  const inline = value.subarray(16);
  return bucketOf(pages, () => inline);
}

function* itemsOf(pages: Pages, page: Buffer, level: number): Generator<BoltItem> {
  const read = readPage(page);
  if (read.kind === "leaf") {
    yield* read.items;
    return;
  }
  if (level === mostLevels) throw malformed();
  for (const child of read.children) yield* itemsOf(pages, pages.read(child), level + 1);
}
