import type { Located } from "@plimsoll/image";
import { describe, expect, it } from "vitest";
import type { RpmDatabase, RpmFact, RpmLog } from "../../src/rpm/fact.ts";
import { joinRpmFiles } from "../../src/rpm/join-files.ts";

const path = "var/lib/rpm/rpmdb.sqlite";

function database(layer: number, name: string, hiddenBy?: number): Located<RpmDatabase> {
  const packages = [{ name, version: "1-1" }];
  const tree = { root: 2, nodes: { 2: { rows: [[1, 0] as [number, number]] } } };
  const fact: RpmDatabase = { kind: "database", packages, faults: [], tree };
  return { path, layer, fact, ...(hiddenBy === undefined ? {} : { hiddenBy }) };
}

function log(layer: number, name: string, hiddenBy?: number): Located<RpmLog> {
  const packages = [{ name, version: "1-1" }];
  const tree = { nodes: { 2: { rows: [[2, 0] as [number, number]] } } };
  const fact: RpmLog = { kind: "log", packages, faults: [], tree };
  return { path: `${path}-wal`, layer, fact, ...(hiddenBy === undefined ? {} : { hiddenBy }) };
}

function states(files: readonly Located<RpmFact>[]): string[] {
  return joinRpmFiles(files).map(
    ({ layer, hiddenBy, fact }) =>
      `${layer}-${hiddenBy ?? ""} ${fact.packages.map(({ name }) => name).join()}`,
  );
}

describe("joinRpmFiles", () => {
  it("leaves databases without a log alone", () => {
    expect(states([database(0, "a", 1), database(1, "b")])).toEqual(["0-1 a", "1- b"]);
  });

  it("joins the database and the log of one layer", () => {
    expect(states([database(0, "a"), log(0, "b")])).toEqual(["0- b"]);
  });

  it("joins a log of a later layer, before which the database stood alone", () => {
    expect(states([database(0, "a"), log(2, "b")])).toEqual(["0-2 a", "2- b"]);
  });

  it("joins each pair that was visible together", () => {
    expect(states([database(0, "a", 3), log(1, "b", 2), log(2, "c"), database(3, "d")])).toEqual([
      "0-1 a",
      "1-2 b",
      "2-3 c",
      "3- c",
    ]);
  });

  it("takes the database as it stands once a layer removed the log", () => {
    expect(states([database(0, "a"), log(0, "b", 1)])).toEqual(["0-1 b", "1- a"]);
  });

  it("does not join the log of another folder", () => {
    const other = { ...log(0, "b"), path: "usr/lib/sysimage/rpm/rpmdb.sqlite-wal" };
    expect(states([database(0, "a"), other])).toEqual(["0- ", "0- a"]);
  });

  it("says that a log has no database", () => {
    expect(joinRpmFiles([database(0, "a", 1), log(1, "b")])[1]).toMatchObject({
      path: `${path}-wal`,
      fact: { packages: [], faults: [{ code: "MALFORMED" }] },
    });
  });
});
