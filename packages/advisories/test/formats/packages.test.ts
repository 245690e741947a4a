import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { archFormat } from "../../src/formats/arch/read-arch.ts";
import type { DocumentFormat } from "../../src/formats/format.ts";
import { friendsOfPhpFormat } from "../../src/formats/friendsofphp/read-friendsofphp.ts";
import { nodeCoreFormat } from "../../src/formats/node-core/read-node-core.ts";
import { retireJsFormat } from "../../src/formats/retirejs/read-retirejs.ts";
import { rubySecFormat } from "../../src/formats/rubysec/read-rubysec.ts";
import { judgeVersion } from "../../src/match/affected.ts";
import { toIntervals } from "../../src/records/intervals.ts";
import type { RecordEvent } from "../../src/records/record.ts";
import type { VersionScheme } from "../../src/versions/compare.ts";
import { advisoriesIn, facts, readDocument, sharedJson, sharedLines } from "./reading.ts";

function read(format: DocumentFormat, document: unknown) {
  expect(format.recognises(document)).toBe(true);
  return advisoriesIn(readDocument(format, document));
}

const php = {
  title: "A flaw",
  link: "https://example.org/advisory",
  cve: "CVE-2024-0001",
  branches: { "1.x": { time: "2024-02-03 04:05:06", versions: [">=1.0", "<1.2.3"] } },
  reference: "composer://vendor/package",
};

describe("FriendsOfPHP", () => {
  it("tells the affected versions of each branch", () => {
    const [record] = read(friendsOfPhpFormat, php);
    expect(facts(record!)).toEqual([
      "CVE-2024-0001; Packagist; vendor/package; introduced 1.0, fixed 1.2.3",
    ]);
    expect(record).toMatchObject({
      published: "2024-02-03T04:05:06Z",
      summary: "A flaw",
      url: "https://example.org/advisory",
    });
  });

  it("does not call the end of a branch a fix where the next one is affected too", () => {
    const branches = {
      "9.x": { time: null, versions: [">=9.0", "<9.1"] },
      "8.0": { time: null, versions: [">=8.0", "<8.1"] },
      "8.1": { time: null, versions: [">=8.1", "<=8.1.4"] },
    };
    expect(read(friendsOfPhpFormat, { ...php, cve: null, branches }).flatMap(facts)).toEqual([
      "FOP-vendor-package-; Packagist; vendor/package; introduced 8.0, last_affected 8.1.4 | introduced 9.0, fixed 9.1",
    ]);
  });
});

const gem = { gem: "rack", cve: "2024-0001", ghsa: "aaaa-bbbb-cccc", date: "2024-02-03" };

describe("RubySec", () => {
  it("names what is not affected: all else is", () => {
    const versions = {
      patched_versions: ["~> 2.2.3, >= 2.2.3.1", ">= 3.0.1"],
      unaffected_versions: ["< 1.4", "= 2.0.0"],
    };
    const [record] = read(rubySecFormat, { ...gem, ...versions, cvss_v3: 7.5 });
    expect(facts(record!)).toEqual([
      "CVE-2024-0001; RubyGems; rack; introduced 1.4, fixed 2.0.0 | introduced 2.0.0.0.0.1, fixed 2.2.3.1 | introduced 2.3.a, fixed 3.0.1",
    ]);
    expect(record).toMatchObject({
      aliases: ["GHSA-aaaa-bbbb-cccc"],
      severityWord: "high",
      published: "2024-02-03T00:00:00Z",
    });
  });

  it("says that every version is affected when it names none that is not", () => {
    expect(read(rubySecFormat, gem).flatMap(facts)).toEqual([
      "CVE-2024-0001; RubyGems; rack; introduced 0",
    ]);
  });

  it("is broken when its versions cannot be read, and silent about Ruby itself", () => {
    for (const patched of ["~> x", ">= ", "about 3", "1.0 || 2.0"]) {
      const readings = readDocument(rubySecFormat, { ...gem, patched_versions: [patched] });
      expect(readings).toMatchObject([{ kind: "broken" }]);
    }
    expect(read(rubySecFormat, { engine: "ruby", cve: "2024-0001" })).toEqual([]);
  });
});

describe("Retire.js", () => {
  const library = (vulnerabilities: unknown[], rest = {}) => ({
    "jquery.ui": { npmname: "jquery-ui", vulnerabilities, extractors: {}, ...rest },
  });

  it("names packages of npm and their affected versions", () => {
    const identifiers = { CVE: ["CVE-2024-0001"], githubID: "GHSA-aaaa-bbbb-cccc", summary: "XSS" };
    const entry = { atOrAbove: "1.2", below: "1.9.0b1", severity: "medium", identifiers };
    const [record] = read(retireJsFormat, library([entry]));
    expect(facts(record!)).toEqual([
      "CVE-2024-0001; npm; jquery-ui; introduced 1.2, fixed 1.9.0-b1",
    ]);
    expect(record).toMatchObject({ aliases: ["GHSA-aaaa-bbbb-cccc"], severityWord: "medium" });
  });

  it("keeps vulnerabilities apart that one entry names, and names those without a CVE", () => {
    const two = { CVE: ["CVE-2024-0001", "CVE-2024-0002"], githubID: "GHSA-aaaa-bbbb-cccc" };
    const entries = [
      { below: "1.0.0", identifiers: two },
      { below: "2.0.0", identifiers: { issue: "7" } },
    ];
    const records = read(retireJsFormat, library(entries));
    expect(records.map(({ id, aliases }) => [id, aliases])).toEqual([
      ["CVE-2024-0001", []],
      ["CVE-2024-0002", []],
      ["RETIREJS-jquery-ui-7", []],
    ]);
  });

  it("does not call a library vulnerable because nobody looks after it", () => {
    const entry = { below: "9.9.9", cwe: ["CWE-1104"], identifiers: { retid: "73" } };
    const [record] = read(retireJsFormat, library([entry]));
    expect(record!.affected[0]!.notice).toBe("unmaintained");
  });
});

describe("the Node.js project", () => {
  const entry = { cve: ["CVE-2024-0001"], severity: "high", description: "A flaw" };
  const ranges = (vulnerable: string, patched: string) =>
    read(nodeCoreFormat, { 1: { ...entry, vulnerable, patched } }).flatMap(facts);

  it("tells the affected releases: what is vulnerable, less what is patched", () => {
    expect(ranges("8.x || 10.x", "^8.1.4 || >= 10.9.0")).toEqual([
      "CVE-2024-0001; Node.js; node; introduced 8.0.0, fixed 8.1.4 | introduced 10.0.0, fixed 10.9.0",
    ]);
    expect(ranges("0.10.x || >=6.0.0 <6.2.0 || 9.7.x", "^0.10.48")).toEqual([
      "CVE-2024-0001; Node.js; node; introduced 0.10.0, fixed 0.10.48 | introduced 6.0.0, fixed 6.2.0 | introduced 9.7.0, fixed 9.8.0",
    ]);
    expect(ranges("<= 10", "^8.11.4 || 8.5.0 || >=10.9.0")).toEqual([
      "CVE-2024-0001; Node.js; node; introduced 0, fixed 8.5.0 | introduced 8.5.1-0, fixed 8.11.4 | introduced 9.0.0, fixed 10.9.0",
    ]);
  });

  it("leaves out what does not concern Linux", () => {
    const windows = {
      ...entry,
      vulnerable: "8.x",
      patched: "^8.1.4",
      affectedEnvironments: ["win32"],
    };
    expect(read(nodeCoreFormat, { 1: windows })).toEqual([]);
  });
});

describe("Arch Linux", () => {
  const group = {
    name: "AVG-2898",
    packages: ["curl", "lib32-curl"],
    severity: "High",
    affected: "8.5.0-1",
    issues: ["CVE-2024-0001", "CVE-2024-0002"],
  };
  const standing = (status: string, fixed: string | null) =>
    read(archFormat, { ...group, packages: ["curl"], status, fixed }).flatMap(facts);

  it("tells what is fixed, what is not, and what is not affected", () => {
    expect(standing("Fixed", "8.6.0-1")).toEqual([
      "AVG-2898; Arch; curl; introduced 0, fixed 8.6.0-1",
    ]);
    expect(standing("Vulnerable", null)).toEqual(["AVG-2898; Arch; curl; introduced 0; affected"]);
    expect(standing("Testing", "8.6.0-1")).toEqual([
      "AVG-2898; Arch; curl; introduced 0, limit 8.6.0-1; affected",
    ]);
    expect(standing("Not affected", null)).toEqual(["AVG-2898; Arch; curl; introduced 0, fixed 0"]);
    expect(standing("Unknown", null)).toEqual([]);
    const [record] = read(archFormat, { ...group, status: "Vulnerable", fixed: null });
    expect(record).toMatchObject({ upstream: group.issues, severityWord: "High" });
    expect(record!.affected).toHaveLength(2);
  });
});

describe("the words of YAML", () => {
  it("are the same as those of JSON: versions and scores are texts", () => {
    const patched_versions = [">= 1.10"];
    const [fromYaml] = read(rubySecFormat, {
      ...gem,
      osvdb: "7",
      cvss_v3: "9.8",
      patched_versions,
    });
    const [fromJson] = read(rubySecFormat, { ...gem, osvdb: 7, cvss_v3: 9.8, patched_versions });
    expect(fromYaml).toEqual(fromJson);
    expect(fromYaml!.severityWord).toBe("critical");
  });
});

describe("a feed of packages, whatever it holds,", () => {
  it("is never the cause of an exception", () => {
    const formats = [archFormat, friendsOfPhpFormat, nodeCoreFormat, retireJsFormat, rubySecFormat];
    const any = fc.jsonValue({ maxDepth: 4 });
    const range = fc.oneof(
      fc.string(),
      fc
        .array(
          fc.constantFrom("<", "=", "~>", "^", "1", ".", "x", " ", "||", ",", "-", "9999999999"),
        )
        .map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(any, range, range, (value, a, b) => {
        const documents = [
          value,
          { ...php, branches: { a: { versions: [a, b], time: value } }, cve: value },
          { ...php, branches: value },
          { ...gem, patched_versions: [a], unaffected_versions: [b, value], cve: value },
          { 1: { cve: [value], vulnerable: a, patched: b }, 2: value },
          {
            a: { vulnerabilities: [{ below: a, atOrAbove: b, identifiers: value }], extractors: 1 },
          },
          { a: { vulnerabilities: [value], extractors: 1, npmname: value } },
          { name: "AVG-1", packages: [value], issues: value, status: "Fixed", fixed: a },
        ];
        for (const format of formats) {
          for (const document of documents) {
            format.recognises(document);
            readDocument(format, document);
          }
        }
      }),
    );
  });
});

/** Whether two ways of writing what is affected agree on every release that either names. */
function agree(scheme: VersionScheme, a: readonly (readonly RecordEvent[])[], b: typeof a) {
  const judge = (ranges: typeof a, version: string) => {
    const intervals = ranges.flatMap((range) => toIntervals(scheme, range) ?? []);
    return judgeVersion(scheme, version, { intervals, versions: [] })?.affected;
  };
  // Where we name a pre-release (`2.3.a`), the other form names the release: every `2.3` is meant.
  const named = [...a, ...b].flatMap((range) => range.map(({ version }) => version));
  return named
    .filter((version) => !/\.a$|\.0\.0\.1$/.test(version))
    .every((version) => judge(a, version) === judge(b, version));
}

describe("published feeds of packages", () => {
  it.for([
    ["rubysec/gems", "RubyGems.rubysec-derived", rubySecFormat, "gem", 1_100],
    ["php/friendsofphp", "Packagist.fop-derived", friendsOfPhpFormat, "composer", 1_592],
  ] as const)(
    "%s says the same as its OSV form",
    ([file, osv, format, scheme, least], { skip }) => {
      const lines = sharedLines(`feeds/${file}.jsonl.gz`);
      const derived = sharedLines(`feeds/osv/${osv}.jsonl.gz`);
      if (lines === undefined || derived === undefined) return skip("no shared test data");
      const expected = new Map(derived.map((record) => [originOf(record), record]));
      let [compared, agreed] = [0, 0];
      const different: unknown[] = [];
      for (const { path, advisory } of lines) {
        const readings = readDocument(format, advisory);
        expect(
          readings.filter(({ kind }) => kind === "broken"),
          String(path),
        ).toEqual([]);
        const record = expected.get(String(path));
        const ranges = advisoriesIn(readings)[0]?.affected[0]?.ranges;
        if (!record || !ranges) continue;
        compared += 1;
        if (agree(scheme, ranges, rangesOf(record))) agreed += 1;
        else different.push(path);
      }
      console.log(
        `${agreed} of ${compared} advisories agree; not: ${different.slice(0, 5).join(", ")}`,
      );
      expect(compared).toBeGreaterThanOrEqual(least);
      // The others say ">": the OSV form takes that for ">=".
      expect(agreed / compared).toBeGreaterThan(0.99);
    },
  );

  it("of Retire.js and the Node.js project are read whole", ({ skip }) => {
    const libraries = sharedJson("feeds/retirejs/jsrepository-v5.json.gz");
    const node = sharedJson("feeds/node/core-index.json.gz");
    if (libraries === undefined || node === undefined) return skip("no shared test data");
    for (const [format, document] of [
      [retireJsFormat, libraries],
      [nodeCoreFormat, node],
    ] as const) {
      expect(format.recognises(document)).toBe(true);
      const readings = readDocument(format, document);
      console.log(`${format.feed}: ${advisoriesIn(readings).length} advisories`);
      expect(readings.filter(({ kind }) => kind === "broken")).toEqual([]);
    }
  });
});

/** `gems/rack/CVE-2020-1.yml`: the file that a record was made of. */
function originOf({ database_specific: specific }: Record<string, unknown>): string {
  const { derived_from: from } = specific as { derived_from: string };
  return from.replace(/^[^/]+\//, "");
}

function rangesOf({ affected }: Record<string, unknown>): RecordEvent[][] {
  const [first] = affected as { ranges: { events: Record<string, string>[] }[] }[];
  return first!.ranges.map(({ events }) =>
    events.map((event) => {
      const [type, version] = Object.entries(event)[0]!;
      return { type: type as RecordEvent["type"], version };
    }),
  );
}
