import type { Cell } from "./page.ts";

/** Where pages are found by their number, counted from 1; undefined for one that is not there. */
export type PageSource = (number: number) => Buffer | undefined;

/**
 * Bytes that the rows of one file may take in all. Each page belongs to one row, so that the rows of
 * an honest file take no more than the file; chains that share pages would multiply it.
 */
export interface ByteBudget {
  left: number;
}

/**
 * The whole payload of a row: what its leaf holds and its overflow pages
 * (sqlite.org/fileformat2.html, section 1.6). Undefined when the chain breaks off.
 */
export function readPayload(
  { payloadBytes, local, overflowPage }: Cell,
  pages: PageSource,
  usableBytes: number,
  budget: ByteBudget,
): Buffer | undefined {
  if (payloadBytes > budget.left) return undefined;
  budget.left -= local.length;
  if (overflowPage === 0) return local;
  const parts = [local];
  let missing = payloadBytes - local.length;
  for (let number = overflowPage; missing > 0; ) {
    const page = number === 0 ? undefined : pages(number);
    if (page === undefined) return undefined;
    const part = page.subarray(4, Math.min(usableBytes, 4 + missing));
    parts.push(part);
    missing -= part.length;
    budget.left -= page.length;
    number = page.readUInt32BE(0);
  }
  return Buffer.concat(parts, payloadBytes);
}
