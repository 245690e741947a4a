import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

export interface SqliteOptions {
  pageBytes?: number;
  encoding?: "UTF-8" | "UTF-16le" | "UTF-16be";
  wal?: boolean;
}

/** The two files of a database; no log where SQLite has none. */
export interface SqliteFiles {
  database: Buffer;
  log: Buffer | undefined;
}

/**
 * Writes a database with the schema of rpm by SQLite itself, and hands out its files as they are
 * after `write`, with the connection still open: a log is then not taken over.
 */
export function rpmSqlite<Result>(
  write: (db: DatabaseSync, read: () => SqliteFiles) => Result,
  { pageBytes = 4096, encoding = "UTF-8", wal = false }: SqliteOptions = {},
): Result {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-rpm-"));
  const file = join(folder, "rpmdb.sqlite");
  const db = new DatabaseSync(file);
  try {
    db.exec(`PRAGMA page_size = ${pageBytes}; PRAGMA encoding = '${encoding}'`);
    if (wal) db.exec("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0");
    db.exec(
      `CREATE TABLE 'Packages' (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL);
       CREATE TABLE 'Name' (key 'TEXT' NOT NULL, hnum INTEGER NOT NULL, idx INTEGER NOT NULL);
       CREATE INDEX 'Name_key_idx' ON 'Name'(key ASC)`,
    );
    return write(db, () => ({
      database: readFileSync(file),
      log: existsSync(`${file}-wal`) ? readFileSync(`${file}-wal`) : undefined,
    }));
  } finally {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
