import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readRpmDatabase } from "../../src/rpm/database.ts";
import type { RpmDatabase } from "../../src/rpm/fact.ts";
import { joinRpmLog } from "../../src/rpm/join-log.ts";
import { readRpmLog } from "../../src/rpm/sqlite-log.ts";
import { rpmHeader } from "../support/rpm-files.ts";
import { rpmSqlite, type SqliteFiles } from "../support/rpm-sqlite.ts";

function header(name: string, paddingBytes = 0): Buffer {
  return rpmHeader({ name, version: "1", release: "1", paddingBytes });
}

/** The database as a reader of both files has it; facts go through JSON, as the cache keeps them. */
function join({ database, log }: SqliteFiles): RpmDatabase {
  const main = readRpmDatabase(database);
  expect(main).toBeDefined();
  if (log === undefined || log.length === 0) return main!;
  const fact = readRpmLog(log);
  expect(fact).toBeDefined();
  return joinRpmLog(JSON.parse(JSON.stringify(main)), JSON.parse(JSON.stringify(fact)));
}

function namesIn({ packages }: RpmDatabase): string[] {
  return packages.map(({ name }) => name).sort();
}

describe("the write-ahead log of rpm's database", () => {
  it("holds everything before the first checkpoint", () => {
    rpmSqlite(
      (db, read) => {
        db.prepare("INSERT INTO Packages (blob) VALUES (?)").run(header("bash", 20_000));
        const joined = join(read());
        expect(joined.faults).toEqual([]);
        expect(namesIn(joined)).toEqual(["bash"]);
      },
      { wal: true },
    );
  });

  it("gives what SQLite gives, whatever was added, removed, checkpointed or vacuumed before", () => {
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.record({ add: fc.constantFrom(0, 50, 300, 5000, 30_000) }) },
      { weight: 3, arbitrary: fc.record({ remove: fc.nat() }) },
      {
        weight: 1,
        arbitrary: fc.record({ run: fc.constantFrom("checkpoint", "vacuum", "index") }),
      },
    );
    // A page that was given up holds the row of 30,000 bytes, too.
    type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;
    const stalePages: Step[] = [
      ...([0, 0, 50, 0, 30_000] as const).map((add): Step => ({ add })),
      { run: "checkpoint" },
      { remove: 0 },
      { remove: 0 },
      { add: 0 },
      { add: 30_000 },
      { remove: 0 },
    ];
    let withLog = 0;
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 5, maxLength: 60 }),
        fc.constantFrom(512, 4096),
        (steps, pageBytes) => {
          rpmSqlite(
            (db, read) => {
              const insert = db.prepare("INSERT INTO Packages (blob) VALUES (?)");
              const ids = () =>
                db.prepare("SELECT hnum FROM Packages ORDER BY hnum").all() as { hnum: number }[];
              for (const [i, action] of steps.entries()) {
                if ("add" in action) insert.run(header(`p${i}`, action.add));
                else if ("remove" in action) {
                  const present = ids();
                  const { hnum } = present[action.remove % (present.length || 1)] ?? { hnum: 0 };
                  db.prepare("DELETE FROM Packages WHERE hnum = ?").run(hnum);
                } else if (action.run === "checkpoint") db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
                else if (action.run === "vacuum") db.exec("VACUUM");
                else db.prepare("INSERT INTO Name VALUES (?, ?, 0)").run(`p${i}`, i);
              }
              const rows = db.prepare("SELECT blob FROM Packages").all() as { blob: Uint8Array }[];
              const listed = rows.map(({ blob }) => {
                const text = Buffer.from(blob).toString("latin1");
                return /p\d+(?=\0)/.exec(text)![0];
              });
              const files = read();
              if (files.log?.length) withLog += 1;
              const joined = join(files);
              expect(joined.faults).toEqual([]);
              expect(namesIn(joined)).toEqual(listed.sort());
            },
            { wal: true, pageBytes },
          );
        },
      ),
      { numRuns: 60, examples: [[stalePages, 512]] },
    );
    expect(withLog).toBeGreaterThan(20);
  });

  it("counts up to the last commit whose checksums hold", () => {
    rpmSqlite(
      (db, read) => {
        const insert = db.prepare("INSERT INTO Packages (blob) VALUES (?)");
        insert.run(header("first"));
        const before = read().log!.length;
        insert.run(header("second"));
        const { database, log } = read();
        const damaged = Buffer.from(log!);
        damaged[before + 100]! ^= 0xff;
        expect(namesIn(join({ database, log: log! }))).toEqual(["first", "second"]);
        expect(namesIn(join({ database, log: damaged }))).toEqual(["first"]);
        expect(namesIn(join({ database, log: log!.subarray(0, log!.length - 1) }))).toEqual([
          "first",
        ]);
      },
      { wal: true },
    );
  });

  it("says when neither file has the table", () => {
    const nothing = readRpmDatabase(Buffer.alloc(0))!;
    const log = { kind: "log", packages: [], faults: [], tree: { nodes: {} } } as const;
    const joined = joinRpmLog(nothing, { ...log, packages: [], faults: [] });
    expect(joined.faults).toMatchObject([{ code: "MALFORMED" }]);
  });

  it("says which pages and rows are in neither file", () => {
    const database: RpmDatabase = {
      kind: "database",
      packages: [],
      faults: [],
      tree: { root: 2, nodes: { 2: { children: [3, 4, 2] } } },
    };
    const tree = { nodes: { 3: { rows: [[7, -2] as [number, number]] } } };
    const joined = joinRpmLog(database, { kind: "log", packages: [], faults: [], tree });
    expect(joined.faults.map(({ why }) => why)).toEqual([
      "row 7 is missing some of its pages",
      "page 4 of the table is missing",
    ]);
  });

  it("is undefined for anything else, and never throws", () => {
    for (const text of ["", "x", "asdf".repeat(100)]) {
      expect(readRpmLog(Buffer.from(text))).toBeUndefined();
    }
    const log = rpmSqlite(
      (db, read) => {
        db.prepare("INSERT INTO Packages (blob) VALUES (?)").run(header("a", 2000));
        return read().log!;
      },
      { wal: true, pageBytes: 512 },
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(log.length - 1), fc.nat(255))), (changes) => {
        const changed = Buffer.from(log);
        for (const [at, byte] of changes) changed[at] = byte;
        readRpmLog(changed);
      }),
    );
  });
});
