import { createFinding, plainInstruction } from "@plimsoll/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeInventory, describePrivileges } from "../../src/summary/facts.ts";
import { describeLayer, indexLayers, placeOf } from "../../src/summary/place.ts";
import { compareFindings, groupByKind, rankFailing } from "../../src/summary/rank.ts";
import { describeThreat } from "../../src/summary/threat.ts";
import { subtitleOf } from "../../src/summary/title.ts";
import {
  countOf,
  formatBytes,
  formatDay,
  formatDuration,
  shortDigest,
} from "../../src/summary/words.ts";
import { findingArbitrary } from "../arbitraries.ts";
import { sampleReport } from "../sample-report.ts";

describe("What is known of attacks", () => {
  const vulnerability = { id: "CVE-2021-1", aliases: [], feed: "osv/npm" };
  const kev = { added: "2021-12-10", ransomware: true };

  test("is said in a few words, and nothing of scores that mean nothing", () => {
    expect(describeThreat({ ...vulnerability, kev })).toBe(
      "exploited since 2021-12-10 (CISA), by ransomware too",
    );
    const epss = { score: 0.97565, percentile: 0.99 };
    const exploits = ["https://www.exploit-db.com/exploits/7"];
    expect(describeThreat({ ...vulnerability, epss, exploits })).toBe(
      "EPSS 97.6 % · public exploits",
    );
    expect(describeThreat({ ...vulnerability, epss: { score: 0.001, percentile: 0.1 } })).toBe("");
  });

  test("puts what is exploited before what is not, and the greater risk before the smaller", () => {
    const of = (id: string, more: object) =>
      createFinding({
        rule: "vulnerable-package",
        kind: "vulnerability",
        severity: "high",
        title: id,
        vulnerability: { ...vulnerability, id, ...more },
        identity: [id],
      });
    const findings = [
      of("CVE-1", {}),
      of("CVE-2", { risk: 5 }),
      of("CVE-3", { kev }),
      of("CVE-4", { risk: 50 }),
    ];
    expect(rankFailing(findings).map(({ title }) => title)).toEqual([
      "CVE-3",
      "CVE-4",
      "CVE-2",
      "CVE-1",
    ]);
  });
});

describe("An instruction", () => {
  test.each([
    ["RUN /bin/sh -c npm ci # buildkit", "RUN npm ci"],
    ["/bin/sh -c npm ci", "RUN npm ci"],
    ['/bin/sh -c #(nop)  CMD ["node"]', 'CMD ["node"]'],
    ["COPY . . # buildkit", "COPY . ."],
    ["RUN |1 VERSION=2 /bin/sh -c make # buildkit", "RUN make"],
    ["|1 VERSION=2 /bin/sh -c make", "RUN make"],
    ['ENTRYPOINT ["/bin/sh -c x"]', 'ENTRYPOINT ["/bin/sh -c x"]'],
    ["", ""],
  ])("%j reads as %j", (createdBy, expected) => {
    expect(plainInstruction(createdBy)).toBe(expected);
  });
});

describe("A place", () => {
  const report = sampleReport();
  const layers = indexLayers(report);

  test("names path and line, layer and instruction", () => {
    const secret = report.findings.find(({ kind }) => kind === "secret")!;
    const place = placeOf(secret, layers);
    expect(place).toEqual({
      path: "app/.ssh/id_ed25519:1",
      layerNumber: 3,
      instruction: "COPY package.json package-lock.json ./",
    });
    expect(describeLayer(place)).toBe("layer 3, COPY package.json package-lock.json ./");
  });

  test("is empty when nothing is known, and survives an unknown layer", () => {
    const [finding] = report.findings;
    const { location: _, ...nowhere } = finding!;
    expect(placeOf(nowhere, layers)).toEqual({});
    expect(placeOf({ ...nowhere, location: { path: "x", layer: "?" } }, layers)).toEqual({
      path: "x",
    });
  });
});

describe("The order of findings", () => {
  test("is the same whatever order they come in", () => {
    fc.assert(
      fc.property(fc.array(findingArbitrary, { maxLength: 8 }), (findings) => {
        const sorted = findings.toSorted(compareFindings);
        expect(findings.toReversed().sort(compareFindings).map(keyOf)).toEqual(sorted.map(keyOf));
      }),
      { numRuns: 60 },
    );
  });

  test("is worst first, and fixable before unfixable", () => {
    const ids = rankFailing(sampleReport().findings).map(
      ({ vulnerability, rule }) => vulnerability?.id ?? rule,
    );
    expect(ids.slice(0, 6)).toEqual([
      "secret-private-key",
      "CVE-2021-44906",
      "CVE-2019-10744",
      "compose-privileged",
      "CVE-2023-5363",
      "CVE-2022-24999",
    ]);
  });

  test("by kind loses no finding", () => {
    const { findings } = sampleReport();
    expect(groupByKind(findings).flatMap(([, group]) => group)).toHaveLength(findings.length);
  });
});

/** What the order looks at: equal findings may stand in either order. */
function keyOf({ severity, kind, vulnerability, title, fingerprint }: (typeof sample)[number]) {
  return [severity, kind, vulnerability?.id ?? title, fingerprint];
}
const sample = sampleReport().findings;

test("A subtitle repeats nothing", () => {
  const vulnerability = { id: "CVE-1", feed: "osv/npm" };
  const base = { rule: "r", kind: "vulnerability", severity: "low", identity: [] } as const;
  const titled = (title: string) => createFinding({ ...base, title, vulnerability });
  expect(subtitleOf(titled("lodash 4: CVE-1"))).toBeUndefined();
  expect(subtitleOf(titled("Prototype pollution"))).toBe("Prototype pollution");
  expect(subtitleOf(createFinding({ ...base, title: "x" }))).toBeUndefined();
});

test("Privileges are told as sentences", () => {
  expect(describePrivileges(sampleReport())).toEqual([
    "image: runs as root (no user is set), 2 capabilities at start, 3 at most",
    "compose.yaml: services.web: runs as 1000, privileged: every capability and device, no new privileges",
    "1 setuid or setgid file, 1 file with capabilities",
  ]);
});

test("Counts, times and digests read as people write them", () => {
  expect([countOf(1, "finding"), countOf(1_204, "finding")]).toEqual([
    "1 finding",
    "1,204 findings",
  ]);
  expect([840.4, 3_240, 59_960, 125_000].map(formatDuration)).toEqual([
    "840 ms",
    "3.2 s",
    "1 min 0 s",
    "2 min 5 s",
  ]);
  expect(formatDay("2026-11-01T00:00:00Z")).toBe("2026-11-01");
  expect(shortDigest(`sha256:${"ab".repeat(32)}`)).toBe("sha256:abababababab");
});

describe("The layers", () => {
  const layer = { index: 0, diffId: "sha256:0", sizeBytes: 1_500_000, wastedBytes: 0 };
  const told = (wastedBytes: number, efficiency?: number) =>
    describeInventory({
      ...sampleReport(),
      inventory: {
        packages: [],
        layers: [{ ...layer, wastedBytes }],
        ...(efficiency !== undefined && { efficiency }),
      },
    }).at(-1);

  test("tell what they take, and what of it is wasted", () => {
    expect(told(0)).toBe("1 layer");
    expect(told(0, 1)).toBe("1 layer (1.5 MB)");
    expect(told(300, 0.9998)).toBe("1 layer (1.5 MB, efficiency 99.9 %, 300 B wasted)");
  });

  test.each([
    [0, "0 B"],
    [999, "999 B"],
    [1_000, "1.0 kB"],
    [999_960, "1.0 MB"],
    [2_345_678_901, "2.3 GB"],
  ])("%d bytes read as %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});
