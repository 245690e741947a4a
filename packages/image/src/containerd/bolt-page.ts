import { PlimsollError } from "@plimsoll/core";

/** What one page of a bucket's tree holds (bbolt, internal/common/page.go). */
export type BoltPage = { kind: "branch"; children: number[] } | { kind: "leaf"; items: BoltItem[] };

export interface BoltItem {
  key: Buffer;
  value: Buffer;
  /** The value is a bucket's header, perhaps with its only page behind it. */
  isBucket: boolean;
}

/** Before a page's elements: its number, flags, count, and how many pages more it takes. */
export const pageHeaderBytes = 16;
const elementBytes = 16;
const branchFlag = 0x01;
const leafFlag = 0x02;
const bucketFlag = 0x01;

/** How many pages follow that belong to the page. */
export function overflowOf(page: Buffer): number {
  return page.readUInt32LE(12);
}

/**
 * @throws PlimsollError `MALFORMED` for another kind of page, or an element that leads out of it
 */
export function readPage(page: Buffer): BoltPage {
  if (page.length < pageHeaderBytes) throw malformed();
  const flags = page.readUInt16LE(8);
  const count = page.readUInt16LE(10);
  if (pageHeaderBytes + count * elementBytes > page.length) throw malformed();
  const starts = Array.from({ length: count }, (_, i) => pageHeaderBytes + i * elementBytes);
  if ((flags & branchFlag) !== 0) {
    return { kind: "branch", children: starts.map((at) => Number(page.readBigUInt64LE(at + 8))) };
  }
  if ((flags & leafFlag) === 0) throw malformed();
  return { kind: "leaf", items: starts.map((at) => readItem(page, at)) };
}

function readItem(page: Buffer, at: number): BoltItem {
  const keyStart = at + page.readUInt32LE(at + 4);
  const valueStart = keyStart + page.readUInt32LE(at + 8);
  const end = valueStart + page.readUInt32LE(at + 12);
  if (end > page.length) throw malformed();
  return {
    key: page.subarray(keyStart, valueStart),
    value: page.subarray(valueStart, end),
    isBucket: (page.readUInt32LE(at) & bucketFlag) !== 0,
  };
}

/** The error for what is no page of bbolt. */
export function malformed(): PlimsollError {
  return new PlimsollError("MALFORMED", "A page of the database cannot be read");
}
