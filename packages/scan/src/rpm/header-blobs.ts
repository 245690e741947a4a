import { readSqliteHeader } from "../sqlite/header.ts";
import { pagesOf } from "../sqlite/pages.ts";
import { findTableRoot } from "../sqlite/schema.ts";
import { walkTable } from "../sqlite/tree.ts";
import { isBerkeleyHash, readBerkeleyHash } from "./berkeley-hash.ts";
import { isNdb, readNdb } from "./ndb.ts";
import { packagesTable, readHeaderBlob } from "./sqlite-rows.ts";

const mostHeaders = 100_000;

/**
 * The headers of an rpm database in any of its three formats, as they are; of SQLite without its
 * write-ahead log. What is damaged is passed over: `readRpmDatabase` reports it.
 */
export function readHeaderBlobs(content: Buffer): Buffer[] {
  const ignore = () => {};
  if (isBerkeleyHash(content)) return [...readBerkeleyHash(content, ignore)].slice(0, mostHeaders);
  if (isNdb(content)) return [...readNdb(content, ignore)].slice(0, mostHeaders);
  const header = readSqliteHeader(content);
  if (header === undefined) return [];
  const { pageSizeBytes, usableBytes } = header;
  const pages = pagesOf(content, pageSizeBytes);
  const root = findTableRoot(pages, header, packagesTable);
  if (root === undefined) return [];
  const budget = { left: content.length };
  const blobs: Buffer[] = [];
  walkTable(
    pages,
    root,
    usableBytes,
    (_, page) => {
      for (const cell of page.kind === "interior" ? [] : page.cells) {
        const blob = readHeaderBlob(cell, pages, usableBytes, budget);
        if (blob !== undefined) blobs.push(blob);
      }
      return blobs.length < mostHeaders;
    },
    ignore,
  );
  return blobs;
}
