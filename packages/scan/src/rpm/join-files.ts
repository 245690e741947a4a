import type { Located } from "@plimsoll/image";
import type { RpmDatabase, RpmFact, RpmLog } from "./fact.ts";
import { joinRpmLog } from "./join-log.ts";

/** What a write-ahead log's name adds to the name of its database. */
export const logSuffix = "-wal";

/**
 * Joins each database with the logs that lay beside it in some layer. Both files change from layer
 * to layer on their own: each pair that was visible together is one state of the database.
 */
export function joinRpmFiles(files: readonly Located<RpmFact>[]): Located<RpmDatabase>[] {
  const databases = files.filter(isDatabase);
  const logs = files.filter(isLog);
  if (logs.length === 0) return databases;
  const states = logs.flatMap((log) => (hasDatabase(log, databases) ? [] : [withoutDatabase(log)]));
  for (const database of databases) {
    const beside = logs.filter(
      (log) => log.path === database.path + logSuffix && overlap(database, log),
    );
    const first = beside.find(({ layer }) => layer > database.layer);
    const isAlone = beside.every(({ layer }) => layer > database.layer);
    if (isAlone)
      states.push(first === undefined ? database : { ...database, hiddenBy: first.layer });
    for (const log of beside) {
      const end = Math.min(endOf(database), endOf(log));
      states.push({
        path: database.path,
        layer: Math.max(database.layer, log.layer),
        fact: joinRpmLog(database.fact, log.fact),
        ...(end === Number.POSITIVE_INFINITY ? {} : { hiddenBy: end }),
      });
    }
    // A log that a later layer removed leaves the database as it was.
    const last = beside.at(-1);
    if (last?.hiddenBy !== undefined && last.hiddenBy < endOf(database)) {
      states.push({ ...database, layer: last.hiddenBy });
    }
  }
  return states.sort((a, b) => a.layer - b.layer);
}

function hasDatabase(log: Located<RpmLog>, databases: readonly Located[]): boolean {
  return databases.some(
    (database) => log.path === database.path + logSuffix && overlap(database, log),
  );
}

/** A log alone says nothing, as its database was removed or could not be read. */
function withoutDatabase(log: Located<RpmLog>): Located<RpmDatabase> {
  const why = "the log holds packages, and the database beside it is missing or cannot be read";
  return { ...log, fact: { kind: "database", packages: [], faults: [{ code: "MALFORMED", why }] } };
}

function isDatabase(file: Located<RpmFact>): file is Located<RpmDatabase> {
  return file.fact.kind === "database";
}

function isLog(file: Located<RpmFact>): file is Located<RpmLog> {
  return file.fact.kind === "log";
}

/** The layer from which on a file is not visible any more. */
function endOf({ hiddenBy }: Located): number {
  return hiddenBy ?? Number.POSITIVE_INFINITY;
}

function overlap(a: Located, b: Located): boolean {
  return a.layer < endOf(b) && b.layer < endOf(a);
}
