import type { SqliteHeader } from "./header.ts";
import type { TablePage } from "./page.ts";
import { type PageSource, readPayload } from "./payload.ts";
import { readRecord } from "./record.ts";
import { cellsOf, walkTable } from "./tree.ts";

const schemaRoot = 1;
const mostSchemaBytes = 4 * 1024 * 1024;

/**
 * The page where the tree of the table `name` begins, as the schema table says
 * (sqlite.org/fileformat2.html, section 2.6); undefined when there is no such table.
 */
export function findTableRoot(
  pages: PageSource,
  { usableBytes, encoding }: SqliteHeader,
  name: string,
): number | undefined {
  const budget = { left: mostSchemaBytes };
  let root: number | undefined;
  const visit = (_: number, page: TablePage): boolean => {
    for (const cell of cellsOf(page)) {
      const payload = readPayload(cell, pages, usableBytes, budget);
      const [type, table, , rootPage] = (payload && readRecord(payload, 4)) ?? [];
      if (type?.kind !== "text" || table?.kind !== "text" || rootPage?.kind !== "integer") continue;
      if (decode(type.bytes, encoding) !== "table") continue;
      if (decode(table.bytes, encoding).toLowerCase() !== name.toLowerCase()) continue;
      root = rootPage.value;
      return false;
    }
    return true;
  };
  // A schema that cannot be read names no table, which is what the caller reports.
  walkTable(pages, schemaRoot, usableBytes, visit, () => {});
  return root;
}

function decode(bytes: Buffer, encoding: SqliteHeader["encoding"]): string {
  if (encoding === "utf-8") return bytes.toString("utf8");
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 2));
  return encoding === "utf-16le"
    ? whole.toString("utf16le")
    : Buffer.from(whole).swap16().toString("utf16le");
}
