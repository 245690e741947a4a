/** Reads the numbers of a database in the byte order of the machine that wrote it. */
interface Reader {
  u16(at: number): number;
  u32(at: number): number;
}

/** A value that lies on a chain of overflow pages. */
interface Chain {
  page: number;
  sizeBytes: number;
}

const magic = 0x00061561;
const pageHeaderBytes = 26;
const metadataBytes = 512;

const hashPages = new Set([2, 13]); // P_HASH_UNSORTED, P_HASH
const hashMetadataPage = 8;
const overflowPage = 7;
const onPageItem = 1;
const offPageItem = 3;

/** True when `content` begins like a Berkeley DB hash database. */
export function isBerkeleyHash(content: Buffer): boolean {
  return readerOf(content) !== undefined && content[25] === hashMetadataPage;
}

/**
 * The values of a Berkeley DB hash database, read page by page: which bucket a pair belongs to does
 * not matter. Layout: `dbinc/db_page.h` of Berkeley DB 5.3. Values that cannot be read are told to
 * `onFault`, with the number of their page.
 */
export function* readBerkeleyHash(
  content: Buffer,
  onFault: (page: number, why: string) => void,
): Generator<Buffer> {
  const reader = readerOf(content);
  const pageBytes = reader?.u32(20) ?? 0;
  const isPower = (pageBytes & (pageBytes - 1)) === 0;
  if (reader === undefined || pageBytes < 512 || pageBytes > 65_536 || !isPower) {
    onFault(0, "gives no page size that Berkeley DB knows");
    return;
  }
  const lastPage = reader.u32(32);
  const wholePages = Math.floor(content.length / pageBytes);
  if (lastPage >= wholePages) onFault(wholePages, "and those behind it lie past the file's end");
  // An honest file has no two values on the same page of overflow.
  const budget = { left: content.length };
  for (let number = 1; number <= Math.min(lastPage, wholePages - 1); number += 1) {
    const start = number * pageBytes;
    if (!hashPages.has(content[start + 25]!)) continue;
    const page = content.subarray(start, start + pageBytes);
    for (const value of valuesOf(page, start, reader)) {
      const bytes =
        value !== undefined && "sizeBytes" in value
          ? readChain(content, reader, pageBytes, value, budget)
          : value;
      if (bytes === undefined) onFault(number, "has a value that cannot be read");
      else yield bytes;
    }
  }
}

function readerOf(content: Buffer): Reader | undefined {
  if (content.length < metadataBytes) return undefined;
  if (content.readUInt32LE(12) === magic) {
    return { u16: (at) => content.readUInt16LE(at), u32: (at) => content.readUInt32LE(at) };
  }
  if (content.readUInt32BE(12) === magic) {
    return { u16: (at) => content.readUInt16BE(at), u32: (at) => content.readUInt32BE(at) };
  }
  return undefined;
}

/** The values on one page: every second item; undefined for one that is out of bounds. */
function* valuesOf(
  page: Buffer,
  start: number,
  reader: Reader,
): Generator<Buffer | Chain | undefined> {
  const room = Math.floor((page.length - pageHeaderBytes) / 2);
  const items = Math.min(reader.u16(start + 20), room);
  const offsetOf = (index: number) => reader.u16(start + pageHeaderBytes + index * 2);
  for (let index = 1; index < items; index += 2) {
    // Items lie from the page's end towards its front.
    const from = offsetOf(index);
    const to = offsetOf(index - 1);
    if (from >= to || to > page.length) yield undefined;
    else if (page[from] === onPageItem) yield page.subarray(from + 1, to);
    else if (page[from] === offPageItem && to - from >= 12) {
      yield { page: reader.u32(start + from + 4), sizeBytes: reader.u32(start + from + 8) };
    } else yield undefined;
  }
}

function readChain(
  content: Buffer,
  reader: Reader,
  pageBytes: number,
  { page, sizeBytes }: Chain,
  budget: { left: number },
): Buffer | undefined {
  if (sizeBytes > budget.left) return undefined;
  const parts: Buffer[] = [];
  let missing = sizeBytes;
  for (let number = page; missing > 0; ) {
    const start = number * pageBytes;
    if (number === 0 || start + pageBytes > content.length) return undefined;
    if (content[start + 25] !== overflowPage) return undefined;
    const used = Math.min(reader.u16(start + 22), pageBytes - pageHeaderBytes, missing);
    if (used === 0) return undefined;
    parts.push(content.subarray(start + pageHeaderBytes, start + pageHeaderBytes + used));
    missing -= used;
    budget.left -= pageBytes;
    number = reader.u32(start + 16);
  }
  return Buffer.concat(parts, sizeBytes);
}
