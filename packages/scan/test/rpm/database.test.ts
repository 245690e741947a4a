import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readRpmDatabase } from "../../src/rpm/database.ts";
import { readRpmLog } from "../../src/rpm/sqlite-log.ts";
import { berkeleyHash, ndb, rpmHeader } from "../support/rpm-files.ts";
import { rpmSqlite, type SqliteOptions } from "../support/rpm-sqlite.ts";
import { sharedFolder } from "../support/shared.ts";

const paddings = [0, 100, 4000, 4096, 9000, 70_000];
const blobs = [
  ...paddings.map((paddingBytes, i) =>
    rpmHeader({ name: `package${i}`, version: `${i}.0`, release: "1", epoch: i, paddingBytes }),
  ),
  rpmHeader({ name: "gpg-pubkey", version: "1", release: "2" }),
];
const expected = paddings.map((_, i) => `package${i} ${i}:${i}.0-1`);

const realDatabases = [
  "sle15-bci/Packages.db",
  "cbl-mariner-2.0/rpmdb.sqlite",
  "libuuid/Packages",
].map((name) => `knqyf263__go-rpmdb/${name}`);

function packagesIn(content: Buffer): string[] {
  const database = readRpmDatabase(content);
  expect(database?.faults).toEqual([]);
  return database!.packages.map(({ name, version }) => `${name} ${version}`).sort();
}

function sqlite(options?: SqliteOptions): Buffer {
  return rpmSqlite((db, read) => {
    const insert = db.prepare("INSERT INTO Packages (blob) VALUES (?)");
    for (const blob of blobs) insert.run(blob);
    return read().database;
  }, options);
}

describe("readRpmDatabase", () => {
  it.for([
    { pageBytes: 512, bigEndian: false },
    { pageBytes: 4096, bigEndian: true },
    { pageBytes: 65_536, bigEndian: false },
  ])("reads Berkeley DB with %o", (options) => {
    expect(packagesIn(berkeleyHash(blobs, options))).toEqual(expected);
  });

  it("reads rpm's own format", () => {
    expect(packagesIn(ndb(blobs))).toEqual(expected);
  });

  it.for<SqliteOptions>([
    { pageBytes: 512 },
    { pageBytes: 4096, encoding: "UTF-16le" },
    { pageBytes: 8192, encoding: "UTF-16be" },
    { pageBytes: 65_536 },
  ])("reads what SQLite writes with %o", (options) => {
    expect(packagesIn(sqlite(options))).toEqual(expected);
  });

  it("reads a SQLite database of many pages, some of them emptied again", () => {
    const names = rpmSqlite(
      (db, read) => {
        const insert = db.prepare("INSERT INTO Packages (blob) VALUES (?)");
        for (let i = 0; i < 2000; i += 1) {
          insert.run(rpmHeader({ name: `n${i}`, version: "1", release: "1" }));
        }
        db.exec("DELETE FROM Packages WHERE hnum % 3 = 0");
        return packagesIn(read().database);
      },
      { pageBytes: 512 },
    );
    const kept = Array.from({ length: 2000 }, (_, i) => i).filter((i) => (i + 1) % 3 !== 0);
    expect(names).toEqual(kept.map((i) => `n${i} 1-1`).sort());
  });

  it("takes an empty file for a SQLite database that has everything in its log", () => {
    expect(readRpmDatabase(Buffer.alloc(0))).toMatchObject({ packages: [], faults: [] });
  });

  it("says that a SQLite database has no table of packages", () => {
    const content = rpmSqlite((db, read) => {
      db.exec("DROP TABLE Packages");
      return read().database;
    });
    expect(readRpmDatabase(content)).toMatchObject({
      packages: [],
      faults: [{ code: "MALFORMED", why: "the database has no table Packages" }],
    });
  });

  it("knows nothing of other files", () => {
    for (const text of ["x", "asdf\n\nyolo", "SQLite format 3\0", "RpmP"]) {
      expect(readRpmDatabase(Buffer.from(text))).toBeUndefined();
    }
  });

  it("keeps what stands before the cut of a file, and reports the rest", () => {
    for (const whole of [berkeleyHash(blobs), ndb(blobs), sqlite()]) {
      const database = readRpmDatabase(whole.subarray(0, whole.length - 5000));
      expect(database?.packages.length).toBeGreaterThan(2);
      expect(database?.faults).not.toEqual([]);
    }
  });

  it("does not follow circles, nor many rows onto the same pages", () => {
    const hash = berkeleyHash([
      rpmHeader({ name: "a", version: "1", release: "1", paddingBytes: 9000 }),
    ]);
    for (let at = 2 * 4096; at < hash.length; at += 4096) hash.writeUInt32LE(2, at + 16);
    expect(readRpmDatabase(hash)?.packages.length).toBeLessThanOrEqual(1);
    const tree = sqlite({ pageBytes: 512 });
    const circle = Buffer.from(tree);
    for (let page = 512; page < circle.length; page += 512) {
      if (circle[page] === 0x05) circle.writeUInt32BE(1 + page / 512, page + 8);
    }
    expect(readRpmDatabase(circle)).toBeDefined();
  });

  it("stops when damaged pages name the same rows without end", () => {
    const leaves = 6000;
    const first = rpmSqlite((_, read) => read().database, { pageBytes: 512 });
    const root = first.length / 512 + 1;
    const content = Buffer.alloc((root + 2 * leaves) * 512);
    first.copy(content);
    // The table begins anew behind the honest pages: a chain of pages with one leaf of 240 cells each.
    content[content.indexOf("PackagesPackages") + 16] = root;
    for (let i = 0; i < leaves; i += 1) {
      const interior = (root - 1 + 2 * i) * 512;
      content[interior] = 0x05;
      content.writeUInt16BE(1, interior + 3);
      content.writeUInt16BE(500, interior + 12);
      content.writeUInt32BE(root + 2 * i + 1, interior + 500);
      content.writeUInt32BE(root + 2 * i + 2, interior + 8);
      const leaf = interior + 512;
      content[leaf] = 0x0d;
      content.writeUInt16BE(240, leaf + 3);
      for (let cell = 0; cell < 240; cell += 1) content.writeUInt16BE(500, leaf + 8 + cell * 2);
    }
    const rows = Object.values(readRpmDatabase(content)!.tree!.nodes).flatMap((node) =>
      node !== null && "rows" in node ? node.rows : [],
    );
    expect(rows.length).toBeGreaterThan(400_000);
    expect(rows.length).toBeLessThanOrEqual(500_000);
  });

  it("never throws on mutated databases", () => {
    const wholes = [
      berkeleyHash(blobs, { pageBytes: 512 }),
      ndb(blobs),
      sqlite({ pageBytes: 512 }),
    ];
    const changes = fc.array(
      fc.tuple(fc.double({ min: 0, max: 0.99999, noNaN: true }), fc.nat(255)),
      {
        maxLength: 40,
      },
    );
    for (const whole of wholes) {
      fc.assert(
        fc.property(changes, fc.double({ min: 0, max: 1, noNaN: true }), (pairs, kept) => {
          const changed = Buffer.from(whole.subarray(0, Math.ceil(whole.length * kept)));
          // Half of the changes fall into the first pages, where the structure lies.
          for (const [i, [place, byte]] of pairs.entries()) {
            const span = i % 2 === 0 ? Math.min(changed.length, 2048) : changed.length;
            if (span > 0) changed[Math.floor(place * span)] = byte;
          }
          readRpmDatabase(changed);
          readRpmLog(changed);
        }),
        { numRuns: 300 },
      );
    }
  });

  it("reads the real databases of other projects like rpm itself", ({ skip }) => {
    const folder = sharedFolder("rpmdb");
    if (folder === undefined) return skip();
    const [suse, mariner, alma] = realDatabases.map((name) => readFileSync(`${folder}/${name}`));
    const truth = readFileSync(`${folder}/sle15-bci.expect.tsv`, "utf8");
    const rows = readRpmDatabase(suse!)!.packages.map(
      ({ name, version, architecture, source }) =>
        `${name} ${version} ${architecture} ${source?.name}-${source?.version}.src.rpm`,
    );
    const listed = truth
      .trimEnd()
      .split("\n")
      .map((line) => line.split("\t"))
      .map(
        ([name, epoch, version, release, arch, source]) =>
          `${name} ${epoch === "-" ? "" : `${epoch}:`}${version}-${release} ${arch} ${source}`,
      );
    expect(rows.sort()).toEqual(listed.sort());
    expect(packagesIn(mariner!)).toHaveLength(129);
    expect(packagesIn(alma!)).toEqual(["libuuid 2.32.1-42.el8_8"]);
  });

  it("never throws on mutated real databases", ({ skip }) => {
    const folder = sharedFolder("rpmdb");
    if (folder === undefined) return skip();
    for (const name of realDatabases) {
      const whole = readFileSync(`${folder}/${name}`);
      fc.assert(
        fc.property(fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 100 }), (pairs) => {
          const changed = Buffer.from(whole);
          for (const [i, [at, byte]] of pairs.entries()) {
            changed[at % (i % 2 === 0 ? 8192 : changed.length)] = byte;
          }
          expect(readRpmDatabase(changed)?.packages.length ?? 0).toBeLessThan(1000);
        }),
        { numRuns: 20 },
      );
    }
  });
});
