import { addFault } from "../formats/fault.ts";
import { readSqliteHeader } from "../sqlite/header.ts";
import { pagesOf } from "../sqlite/pages.ts";
import { findTableRoot } from "../sqlite/schema.ts";
import { walkTable } from "../sqlite/tree.ts";
import { type RpmDatabase, type RpmTree, unreadable } from "./fact.ts";
import {
  addRow,
  countEntries,
  packagesTable,
  readHeaderBlob,
  reportUnreadable,
} from "./sqlite-rows.ts";

/** rpm's SQLite database without its log; undefined when the content is no SQLite database. */
export function readRpmSqlite(content: Buffer): RpmDatabase | undefined {
  const tree: RpmTree = { nodes: {} };
  const database: RpmDatabase = { kind: "database", packages: [], faults: [], tree };
  // Before the first checkpoint everything is in the log.
  if (content.length === 0) return database;
  const header = readSqliteHeader(content);
  if (header === undefined) return undefined;
  const { pageSizeBytes, usableBytes } = header;
  const pages = pagesOf(content, pageSizeBytes);
  const root = findTableRoot(pages, header, packagesTable);
  if (root === undefined) {
    const why = `the database has no table ${packagesTable}`;
    addFault(database.faults, { code: "MALFORMED", why });
    return database;
  }
  tree.root = root;
  const budget = { left: content.length };
  const count = { entries: 0 };
  walkTable(
    pages,
    root,
    usableBytes,
    (number, page) => {
      if (!countEntries(count, page, database)) return false;
      tree.nodes[number] =
        page.kind === "interior"
          ? { children: page.children }
          : {
              rows: page.cells.map((cell) => {
                const blob = readHeaderBlob(cell, pages, usableBytes, budget);
                const row = addRow(database, cell.rowId, blob);
                if (row[1] === unreadable) reportUnreadable(database, cell.rowId);
                return row;
              }),
            };
      return true;
    },
    (number, why) => {
      addFault(database.faults, { code: "MALFORMED", why: `page ${number} ${why}` });
    },
  );
  return database;
}
