import { addFault } from "../formats/fault.ts";
import { addPackage } from "../formats/package-database.ts";
import type { Cell, TablePage } from "../sqlite/page.ts";
import { type ByteBudget, type PageSource, readPayload } from "../sqlite/payload.ts";
import { readColumnTypes, readRecord } from "../sqlite/record.ts";
import { noPackage, type RpmFact, type RpmRow, unreadable } from "./fact.ts";
import { readRpmRecord } from "./package.ts";

/** rpm's table of headers: `hnum INTEGER PRIMARY KEY, blob BLOB`, see `lib/backend/sqlite.c` of rpm. */
export const packagesTable = "Packages";

/**
 * Children and rows that the pages of one file may name in all. An honest file names each of its
 * pages and packages once; damaged pages can name the same ones a hundred million times.
 */
const mostEntries = 500_000;

/** What the pages of one file have named so far. */
export interface EntryCount {
  entries: number;
}

/** Counts what a page names; false, and a fault, once it is too much. */
export function countEntries(count: EntryCount, page: TablePage, { faults }: RpmFact): boolean {
  count.entries += page.kind === "interior" ? page.children.length : page.cells.length;
  if (count.entries <= mostEntries) return true;
  const why = `the pages name more than ${mostEntries} pages and rows; what follows was not read`;
  addFault(faults, { code: "LIMIT_EXCEEDED", why });
  return false;
}

/** True when a row begins like one of `Packages`: its key is the row id (stored as null), then a blob. */
export function isPackagesRow({ local }: Cell): boolean {
  const [key, blob] = readColumnTypes(local, 2)?.types ?? [];
  return key === 0 && blob !== undefined && blob >= 12 && blob % 2 === 0;
}

/** The header that a row holds; undefined when its bytes are not all there. */
export function readHeaderBlob(
  cell: Cell,
  pages: PageSource,
  usableBytes: number,
  budget: ByteBudget,
): Buffer | undefined {
  const payload = readPayload(cell, pages, usableBytes, budget);
  const [key, blob] = (payload && readRecord(payload, 2)) ?? [];
  return key?.kind === "null" && blob?.kind === "blob" ? blob.bytes : undefined;
}

/** Adds the package that a row holds to the fact, and answers with the row. */
export function addRow(fact: RpmFact, rowId: number, blob: Buffer | undefined): RpmRow {
  const record = blob && readRpmRecord(blob);
  if (record === "key") return [rowId, noPackage];
  if (record === undefined) return [rowId, unreadable];
  const index = fact.packages.length;
  addPackage(fact, record);
  return [rowId, fact.packages.length > index ? index : noPackage];
}

/** Says that a row of the table cannot be read. */
export function reportUnreadable({ faults }: RpmFact, rowId: number): void {
  const why = `row ${rowId} of ${packagesTable} holds no package that can be read`;
  addFault(faults, { code: "MALFORMED", why });
}
