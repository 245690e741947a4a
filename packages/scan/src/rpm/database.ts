import { addFault } from "../formats/fault.ts";
import { addPackage } from "../formats/package-database.ts";
import { isBerkeleyHash, readBerkeleyHash } from "./berkeley-hash.ts";
import type { RpmDatabase } from "./fact.ts";
import { isNdb, readNdb } from "./ndb.ts";
import { readRpmRecord } from "./package.ts";
import { readRpmSqlite } from "./sqlite-database.ts";

/** Berkeley DB keeps the highest number of a header as a value among the headers. */
const counterBytes = 4;

/**
 * Reads a database of rpm in any of its three formats, which its first bytes tell apart; undefined
 * when it is none of them.
 */
export function readRpmDatabase(content: Buffer): RpmDatabase | undefined {
  const database: RpmDatabase = { kind: "database", packages: [], faults: [] };
  const fault = (why: string) => addFault(database.faults, { code: "MALFORMED", why });
  if (isBerkeleyHash(content)) {
    const values = readBerkeleyHash(content, (page, why) => fault(`page ${page} ${why}`));
    addHeaders(database, values);
    return database;
  }
  if (isNdb(content)) {
    addHeaders(
      database,
      readNdb(content, (index, why) => fault(`package ${index} ${why}`)),
    );
    return database;
  }
  return readRpmSqlite(content);
}

function addHeaders(database: RpmDatabase, blobs: Iterable<Buffer>): void {
  for (const blob of blobs) {
    if (blob.length === counterBytes) continue;
    const record = readRpmRecord(blob);
    if (record === undefined) {
      const why = `a value of ${blob.length} bytes is no package that can be read`;
      addFault(database.faults, { code: "MALFORMED", why });
    } else if (record !== "key" && !addPackage(database, record)) return;
  }
}
