import { addFault } from "../formats/fault.ts";
import { walkTree } from "../sqlite/tree.ts";
import { asInDatabase, type RpmDatabase, type RpmLog, type RpmTree, unreadable } from "./fact.ts";
import { reportUnreadable } from "./sqlite-rows.ts";

/**
 * The database as SQLite would read it: pages of the log take the place of the database's. A row
 * whose bytes the log does not hold is as the database has it: rpm never gives the number of a row
 * to another package.
 */
export function joinRpmLog(database: RpmDatabase, log: RpmLog): RpmDatabase {
  const root = log.tree.root ?? database.tree?.root;
  const joined: RpmDatabase = {
    kind: "database",
    packages: [],
    // Without a table of its own, all that the database says is that it has none.
    faults: [...(database.tree?.root === undefined ? [] : database.faults), ...log.faults],
  };
  const fault = (why: string) => addFault(joined.faults, { code: "MALFORMED", why });
  if (root === undefined) {
    fault("neither the database nor the log beside it has a table of packages");
    return joined;
  }
  const before = rowsOf(database.tree);
  walkTree(
    root,
    (page) => {
      const source = Object.hasOwn(log.tree.nodes, page) ? log : database;
      const node = source.tree?.nodes[page];
      if (node === null || node === undefined) {
        fault(`page ${page} of the table is missing`);
        return [];
      }
      if ("children" in node) return node.children;
      for (const [rowId, own] of node.rows) {
        const isOld = own === asInDatabase;
        const index = isOld ? before.get(rowId) : own;
        if (index === undefined) fault(`row ${rowId} is missing some of its pages`);
        else if (index === unreadable) reportUnreadable(joined, rowId);
        else {
          const found = (isOld ? database : source).packages[index];
          if (found !== undefined) joined.packages.push(found);
        }
      }
      return [];
    },
    (page, why) => fault(`page ${page} ${why}`),
  );
  return joined;
}

function rowsOf(tree: RpmTree | undefined): ReadonlyMap<number, number> {
  const rows = new Map<number, number>();
  for (const node of Object.values(tree?.nodes ?? {})) {
    if (node === null || "children" in node) continue;
    for (const [rowId, index] of node.rows) rows.set(rowId, index);
  }
  return rows;
}
