import { readSqliteHeader } from "../sqlite/header.ts";
import { type Cell, readTablePage, type TablePage } from "../sqlite/page.ts";
import type { PageSource } from "../sqlite/payload.ts";
import { findTableRoot } from "../sqlite/schema.ts";
import { readWriteAheadLog } from "../sqlite/wal.ts";
import { asInDatabase, type RpmLog, type RpmNode, type RpmRow } from "./fact.ts";
import {
  addRow,
  countEntries,
  isPackagesRow,
  packagesTable,
  readHeaderBlob,
} from "./sqlite-rows.ts";

/**
 * How often the bytes of a log may be read in all: more than once, since rows of given-up pages lead
 * to pages that belong to other rows by now.
 */
const mostReadings = 4;

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

  const rows = new LogRows(fact, pages, usableBytes, content.length * mostReadings);
  const count = { entries: 0 };
  for (const [number, bytes] of log.pages) {
    const page = readTablePage(bytes, number, usableBytes);
    if (page !== undefined && !countEntries(count, page, fact)) break;
    fact.tree.nodes[number] = page === undefined ? null : nodeOf(page, rows);
  }
  return fact;
}

function nodeOf(page: TablePage, rows: LogRows): RpmNode {
  if (page.kind === "interior") return { children: page.children };
  // Only the walk from the root tells whose page it is; rows of other tables look different.
  return page.cells.every(isPackagesRow)
    ? { rows: page.cells.map((cell) => rows.read(cell)) }
    : null;
}

/**
 * Reads the rows of a log, each once: pages that were given up hold the rows that they had, and
 * these lead to the same overflow pages as before.
 */
class LogRows {
  readonly #fact: RpmLog;
  readonly #pages: PageSource;
  readonly #usableBytes: number;
  readonly #budget: { left: number };
  readonly #known = new Map<string, RpmRow>();

  constructor(fact: RpmLog, pages: PageSource, usableBytes: number, bytes: number) {
    this.#fact = fact;
    this.#pages = pages;
    this.#usableBytes = usableBytes;
    this.#budget = { left: bytes };
  }

  read(cell: Cell): RpmRow {
    const { local, overflowPage, payloadBytes, rowId } = cell;
    const key = `${rowId} ${overflowPage} ${payloadBytes} ${local.toString("latin1")}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const blob = readHeaderBlob(cell, this.#pages, this.#usableBytes, this.#budget);
    const row: RpmRow =
      blob === undefined ? [rowId, asInDatabase] : addRow(this.#fact, rowId, blob);
    // What is left of the budget bounds the keys, too.
    if (this.#budget.left > 0) this.#known.set(key, row);
    return row;
  }
}
