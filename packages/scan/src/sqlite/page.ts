import { headerBytes } from "./header.ts";
import { readVarint } from "./varint.ts";

/** A row where it lies: the part of it that its page holds, and where the rest begins. */
export interface Cell {
  rowId: number;
  payloadBytes: number;
  local: Buffer;
  /** First overflow page; 0 for none. */
  overflowPage: number;
}

/** A page of a table's tree; cells that cannot be read are counted, the others stand. */
export type TablePage =
  | { kind: "interior"; children: number[]; broken: number }
  | { kind: "leaf"; cells: Cell[]; broken: number };

const interiorType = 0x05;
const leafType = 0x0d;

/**
 * Reads a page of a table's b-tree (sqlite.org/fileformat2.html, section 1.6); undefined when it is
 * a page of another kind.
 */
export function readTablePage(
  page: Buffer,
  number: number,
  usableBytes: number,
): TablePage | undefined {
  const start = number === 1 ? headerBytes : 0;
  const type = page[start];
  if (type !== interiorType && type !== leafType) return undefined;
  const count = page.readUInt16BE(start + 3);
  const pointers = start + (type === interiorType ? 12 : 8);
  const readable = Math.min(count, Math.floor((usableBytes - pointers) / 2));
  const at = (index: number) => page.readUInt16BE(pointers + index * 2);
  let broken = count - readable;

  if (type === interiorType) {
    const children: number[] = [];
    for (let i = 0; i < readable; i += 1) {
      if (at(i) + 4 <= usableBytes) children.push(page.readUInt32BE(at(i)));
      else broken += 1;
    }
    children.push(page.readUInt32BE(start + 8));
    return { kind: "interior", children, broken };
  }
  const cells: Cell[] = [];
  for (let i = 0; i < readable; i += 1) {
    const cell = readCell(page.subarray(0, usableBytes), at(i));
    if (cell === undefined) broken += 1;
    else cells.push(cell);
  }
  return { kind: "leaf", cells, broken };
}

function readCell(page: Buffer, at: number): Cell | undefined {
  const payload = readVarint(page, at);
  if (payload === undefined) return undefined;
  const rowId = readVarint(page, payload.next);
  if (rowId === undefined) return undefined;
  const localBytes = localBytesOf(payload.value, page.length);
  const end = rowId.next + localBytes;
  const overflows = localBytes < payload.value;
  if (end + (overflows ? 4 : 0) > page.length) return undefined;
  return {
    rowId: rowId.value,
    payloadBytes: payload.value,
    local: page.subarray(rowId.next, end),
    overflowPage: overflows ? page.readUInt32BE(end) : 0,
  };
}

/** How much of a payload lies on its leaf; the rest is on overflow pages. */
function localBytesOf(payloadBytes: number, usableBytes: number): number {
  const most = usableBytes - 35;
  if (payloadBytes <= most) return payloadBytes;
  const least = Math.floor(((usableBytes - 12) * 32) / 255) - 23;
  const fitted = least + ((payloadBytes - least) % (usableBytes - 4));
  return fitted <= most ? fitted : least;
}
