import { readSqliteHeader } from "../sqlite/header.ts";
import { readTablePage, type TablePage } from "../sqlite/page.ts";
import type { PageSource } from "../sqlite/payload.ts";
import { findTableRoot } from "../sqlite/schema.ts";
import { readWriteAheadLog } from "../sqlite/wal.ts";
import { asInDatabase, type RpmLog, type RpmNode } from "./fact.ts";
import {
  addRow,
  countEntries,
  isPackagesRow,
  packagesTable,
  readHeaderBlob,
} from "./sqlite-rows.ts";

/** What the log beside rpm's SQLite database holds; undefined when the content is no such log. */
export function readRpmLog(content: Buffer): RpmLog | undefined {
  const log = readWriteAheadLog(content);
  if (log === undefined) return undefined;
  const fact: RpmLog = { kind: "log", packages: [], faults: [], tree: { nodes: {} } };
  const pages: PageSource = (number) => log.pages.get(number);
  const firstPage = pages(1);
  const header = firstPage && readSqliteHeader(firstPage);
  const usableBytes = header?.usableBytes ?? log.pageSizeBytes;
  const root = header && findTableRoot(pages, header, packagesTable);
  if (root !== undefined) fact.tree.root = root;

  const budget = { left: content.length };
  const count = { entries: 0 };
  for (const [number, bytes] of log.pages) {
    const page = readTablePage(bytes, number, usableBytes);
    if (page !== undefined && !countEntries(count, page, fact)) break;
    fact.tree.nodes[number] =
      page === undefined ? null : nodeOf(fact, page, pages, usableBytes, budget);
  }
  return fact;
}

function nodeOf(
  fact: RpmLog,
  page: TablePage,
  pages: PageSource,
  usableBytes: number,
  budget: { left: number },
): RpmNode {
  if (page.kind === "interior") return { children: page.children };
  // Only the walk from the root tells whose page it is; rows of other tables look different.
  if (!page.cells.every(isPackagesRow)) return null;
  return {
    rows: page.cells.map((cell) => {
      const blob = readHeaderBlob(cell, pages, usableBytes, budget);
      return blob === undefined ? [cell.rowId, asInDatabase] : addRow(fact, cell.rowId, blob);
    }),
  };
}
