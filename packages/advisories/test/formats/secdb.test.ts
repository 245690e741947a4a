import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseYamlItems } from "../../src/feeds/yaml.ts";
import { readIds } from "../../src/formats/secdb/ids.ts";
import { secdbFormat } from "../../src/formats/secdb/read-secdb.ts";
import {
  advisoriesIn,
  facts,
  readDocument,
  sharedBytes,
  sharedJson,
  sharedLines,
} from "./reading.ts";

function database(secfixes: unknown, rest: Record<string, unknown> = {}) {
  return {
    distroversion: "v3.20",
    reponame: "main",
    urlprefix: "https://dl-cdn.alpinelinux.org/alpine",
    packages: [{ pkg: { name: "curl", secfixes } }],
    ...rest,
  };
}

function read(secfixes: unknown, rest: Record<string, unknown> = {}): string[] {
  return advisoriesIn(readDocument(secdbFormat, database(secfixes, rest))).flatMap(facts);
}

describe("a security database of Alpine, Wolfi or Chainguard", () => {
  it("names the version that fixes a vulnerability, and what does not affect a package", () => {
    expect(read({ "8.5.0-r0": ["CVE-2024-0001"], "0": ["CVE-2024-0002"] })).toEqual([
      "CVE-2024-0002; Alpine:v3.20; curl; introduced 0, fixed 0",
      "CVE-2024-0001; Alpine:v3.20; curl; introduced 0, fixed 8.5.0-r0",
    ]);
    expect(read({ "0-r0": ["CVE-2024-0002"] })).toEqual([
      "CVE-2024-0002; Alpine:v3.20; curl; introduced 0, fixed 0",
    ]);
  });

  it("says by its addresses and its release whose it is", () => {
    const fixes = { "1-r0": ["CVE-2024-0001"] };
    const rolling = (urlprefix: string) => read(fixes, { urlprefix, distroversion: undefined });
    expect(rolling("https://packages.wolfi.dev")[0]).toContain("; Wolfi; curl");
    expect(rolling("https://packages.cgr.dev/os")[0]).toContain("; Chainguard; curl");
    expect(read(fixes, { distroversion: "edge" })[0]).toContain("; Alpine:edge; curl");
    expect(rolling("https://wolfi.dev.example.org")).toEqual([]);
    expect(read(fixes, { urlprefix: "https://mirror.postmarketos.org" })).toEqual([]);
    const [record] = advisoriesIn(readDocument(secdbFormat, database(fixes)));
    expect(record).toMatchObject({
      feed: "alpine-secdb",
      url: "https://security.alpinelinux.org/vuln/CVE-2024-0001",
    });
  });

  it.each([
    ["1.34.0_r0", "1.34.0-r0"],
    ["1.2.31-0", "1.2.31-r0"],
    ["10.2.24.r0", "10.2.24-r0"],
    ["3.0.1", "3.0.1"],
    ["4.10-1-r1", "4.10-1-r1"],
  ])("means by %s the version %s", (written, version) => {
    expect(read({ [written]: ["CVE-2024-0001"] })).toEqual([
      `CVE-2024-0001; Alpine:v3.20; curl; introduced 0, fixed ${version}`,
    ]);
  });

  it("counts the later one of two fixes", () => {
    const fixes = { "1.9-r0": ["CVE-2024-0001"], "1.10-r0": ["CVE-2024-0001 (+ regression fix)"] };
    const expected = ["CVE-2024-0001; Alpine:v3.20; curl; introduced 0, fixed 1.10-r0"];
    expect(read(fixes)).toEqual(expected);
    expect(read({ ...fixes, "0": ["CVE-2024-0001"] })).toEqual(expected);
  });

  it("keeps the rest when a package cannot be read", () => {
    const packages = [null, { pkg: { name: "a", secfixes: 3 } }, { pkg: { name: "b" } }];
    const good = { pkg: { name: "c", secfixes: { "1-r0": ["CVE-2024-0001", "see the wiki"] } } };
    const readings = readDocument(secdbFormat, database({}, { packages: [...packages, good] }));
    const kinds = readings.map(({ kind }) => kind);
    expect(kinds).toEqual(["broken", "broken", "broken", "broken", "advisory"]);
  });

  it("is never the cause of an exception, whatever it holds", () => {
    const any = fc.jsonValue({ maxDepth: 4 });
    fc.assert(
      fc.property(any, fc.string(), (value, entry) => {
        readDocument(secdbFormat, value);
        readDocument(secdbFormat, database(value));
        readDocument(secdbFormat, database({}, { packages: [value], urlprefix: value }));
        read({ [entry]: [entry, value] });
      }),
    );
  });
});

describe("an entry of a list of fixes", () => {
  it.each([
    ["CVE-2024-0001", "CVE-2024-0001"],
    ["CVE-2017-2616 (+ regression fix)", "CVE-2017-2616"],
    ["CVE_2019-2426", "CVE-2019-2426"],
    ["CVE-2019_2426", "CVE-2019-2426"],
    ["CVE-2018-1000001, CVE-2018-1000002", "CVE-2018-1000001 CVE-2018-1000002"],
    ["GHSA-r9hx-vwmv-q579", "GHSA-r9hx-vwmv-q579"],
    ["XSA-255", "XSA-255"],
    ["CVE 2025-48379", "CVE-2025-48379"],
    ["CVE-2021-35940.patch", "CVE-2021-35940"],
    ["VSV00016", "VSV00016"],
    ["wnpa-sec-2017-18", "wnpa-sec-2017-18"],
    ["CVE-46838", "CVE-46838"],
    ["fixed upstream", ""],
  ])("%s means %s", (entry, ids) => {
    expect(readIds(entry).map(({ id }) => id)).toEqual(ids.split(" ").filter(Boolean));
  });

  it("may name the same one twice, and another publisher's advisory beside it", () => {
    expect(readIds("CVE-2024-0001 GHSA-r9hx-vwmv-q579 XSA-255")).toEqual([
      { id: "CVE-2024-0001", aliases: ["GHSA-r9hx-vwmv-q579"], related: ["XSA-255"] },
    ]);
  });
});

const releases = [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24];

describe("published security databases", () => {
  it("say the same as their OSV form", ({ skip }) => {
    const osv = sharedLines("feeds/osv/Alpine.secdb-derived.jsonl.gz");
    if (osv === undefined) return skip("no shared test data");
    const found = new Set<string>();
    let broken = 0;
    for (const folder of [...releases.map((minor) => `v3.${minor}`), "edge"]) {
      for (const repository of ["main", "community"]) {
        const document = sharedJson(`feeds/alpine-secdb/${folder}/${repository}.json.gz`);
        if (document === undefined) return skip("no shared test data");
        expect(secdbFormat.recognises(document)).toBe(true);
        const readings = readDocument(secdbFormat, document);
        broken += readings.filter(({ kind }) => kind === "broken").length;
        for (const fact of advisoriesIn(readings).flatMap(facts)) found.add(fact);
      }
    }
    const expected = osv.flatMap(({ id, affected }) =>
      (affected as OsvAffected[]).map(({ package: { ecosystem, name }, ranges }) => {
        const [events] = ranges.map((range) =>
          range.events.map((event) => Object.entries(event)[0]!.join(" ")),
        );
        return `${String(id).slice("ALPINE-".length)}; ${ecosystem}; ${name}; ${events!.join(", ")}`;
      }),
    );
    const agreed = expected.filter((fact) => found.has(fact));
    console.log(`${agreed.length} of ${expected.length} fixes agree, ${broken} entries unreadable`);
    // The others are the earlier one of two fixes.
    const pairs = new Set([...found].map(withoutVersion));
    expect(expected.filter((fact) => !pairs.has(withoutVersion(fact)))).toEqual([]);
    expect(agreed.length / expected.length).toBeGreaterThan(0.99);
  });

  it("are the same in YAML and in JSON", ({ skip }) => {
    for (const repository of ["main", "community"]) {
      const yaml = sharedBytes(`feeds/samples/alpine-secdb-v3.11-${repository}.yaml.gz`);
      const json = sharedJson(`feeds/alpine-secdb/authentic-2020-06/v3.11-${repository}.json.gz`);
      if (yaml === undefined || json === undefined) return skip("no shared test data");
      const [item] = parseYamlItems(yaml.toString(), "a.yaml");
      const value = item && "value" in item ? item.value : undefined;
      const [fromYaml, fromJson] = [value, json].map((document) =>
        readDocument(secdbFormat, document),
      );
      console.log(`${fromYaml!.length} records of ${repository}`);
      expect(fromYaml).toEqual(fromJson);
    }
  });

  it("are read from Wolfi and Chainguard too", ({ skip }) => {
    const wolfi = sharedJson("feeds/samples/wolfi-security.json.gz");
    const chainguard = sharedJson("feeds/samples/chainguard-security.json.gz");
    if (wolfi === undefined || chainguard === undefined) return skip("no shared test data");
    const found = [wolfi, chainguard].map((document) => {
      const readings = readDocument(secdbFormat, document);
      expect(readings.filter(({ kind }) => kind === "broken")).toEqual([]);
      return advisoriesIn(readings).flatMap(facts);
    });
    expect(found[0]).toContain("CVE-2016-2781; Wolfi; coreutils; introduced 0, fixed 0");
    expect(found[1]).toContain("CVE-2022-3094; Chainguard; bind; introduced 0, fixed 9.18.11-r0");
  });
});

function withoutVersion(fact: string): string {
  return fact.split("; ", 3).join("; ");
}

interface OsvAffected {
  package: { ecosystem: string; name: string };
  ranges: { events: Record<string, string>[] }[];
}
