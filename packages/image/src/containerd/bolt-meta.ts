/** A meta page of bbolt: where the tree of one transaction begins (bbolt, internal/common/meta.go). */
export interface BoltMeta {
  pageBytes: number;
  /** Page of the root bucket. */
  root: number;
  /** Number of pages. */
  pages: number;
  transaction: bigint;
}

/** Bytes of a meta page that matter, its header included. */
export const metaBytes = 16 + 64;
/** Page sizes of systems that bbolt runs on. */
export const pageSizes = [4096, 8192, 16384, 32768, 65536] as const;

const magic = 0xed0cdaed;
const version = 2;

/** Reads a meta page; `undefined` when its magic number or its checksum does not hold. */
export function readMeta(page: Buffer): BoltMeta | undefined {
  if (page.length < metaBytes) return undefined;
  if (page.readUInt32LE(16) !== magic || page.readUInt32LE(20) !== version) return undefined;
  if (page.readBigUInt64LE(72) !== fnv1a(page.subarray(16, 72))) return undefined;
  const pageBytes = page.readUInt32LE(24);
  const root = Number(page.readBigUInt64LE(32));
  const pages = Number(page.readBigUInt64LE(56));
  if (!(pageSizes as readonly number[]).includes(pageBytes)) return undefined;
  return { pageBytes, root, pages, transaction: page.readBigUInt64LE(64) };
}

/** FNV-1a of 64 bits (IETF draft-eastlake-fnv). */
export function fnv1a(bytes: Uint8Array): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of bytes) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash;
}
