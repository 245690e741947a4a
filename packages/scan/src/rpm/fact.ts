import type { PackageDatabase } from "../formats/package-database.ts";
import type { RpmPackage } from "./package.ts";

/**
 * What one file of rpm says. The two files of a SQLite database are joined once it is known which
 * of them are visible in the image.
 */
export type RpmFact = RpmDatabase | RpmLog;

/** A database; of SQLite, as it was at its last checkpoint. */
export interface RpmDatabase extends PackageDatabase {
  kind: "database";
  packages: RpmPackage[];
  /** Only of SQLite: what a log needs to take the place of parts of it. */
  tree?: RpmTree;
}

/** A write-ahead log: pages that were not yet written into the database beside it. */
export interface RpmLog extends PackageDatabase {
  kind: "log";
  packages: RpmPackage[];
  tree: RpmTree;
}

/** How the rows of the table `Packages` hang together. */
export interface RpmTree {
  /** The page where the table begins; absent when the file does not tell. */
  root?: number;
  nodes: { [page: string]: RpmNode };
}

/** A page of the table: the pages below it or its rows; null for a page of anything else. */
export type RpmNode = { children: number[] } | { rows: RpmRow[] } | null;

/** A row id, and an index in `packages`, `noPackage`, `asInDatabase` or `unreadable`. */
export type RpmRow = [rowId: number, index: number];

/** A row that holds a public key. */
export const noPackage = -1;

/** A row of a log whose bytes lie in the database. */
export const asInDatabase = -2;

/**
 * A row that holds nothing that can be read. Of a log that means nothing yet: it also has pages that
 * were given up, whose rows lead to pages that hold something else by now.
 */
export const unreadable = -3;
