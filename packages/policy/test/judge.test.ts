import {
  type ConfigInput,
  createFinding,
  type Finding,
  type FindingInput,
  parseConfig,
  type Trust,
} from "@plimsoll/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type JudgeInput, judge } from "../src/index.ts";
import { findingArbitrary, ignoreArbitrary } from "./arbitraries.ts";

const now = new Date("2026-11-23T12:00:00Z");
const trust: Trust = { result: "notChecked", reason: "No keys were given.", signatures: [] };

function verdictOf(input: Partial<JudgeInput>, config: ConfigInput = {}) {
  return judge({ findings: [], trust, incomplete: [], ...input }, parseConfig(config), { now });
}

function vulnerability(id: string, fixedVersion?: string, more: Partial<FindingInput> = {}) {
  return createFinding({
    rule: "vulnerable-package",
    kind: "vulnerability",
    severity: "high",
    title: id,
    package: { purl: "pkg:npm/lodash@4.17.4", name: "lodash", version: "4.17.4" },
    vulnerability: { id, feed: "osv/npm", ...(fixedVersion !== undefined && { fixedVersion }) },
    location: { path: "app/node_modules/lodash/package.json" },
    identity: [id],
    ...more,
  });
}

describe("The verdict", () => {
  test("is a pass without reasons when nothing is wrong", () => {
    expect(verdictOf({}).verdict).toEqual({ result: "pass", reasons: [] });
  });

  test("is a fail that counts and names what reaches the threshold", () => {
    const findings = [
      vulnerability("CVE-2024-2", "5"),
      vulnerability("CVE-2024-1", "5", { severity: "critical" }),
      vulnerability("CVE-2024-3", "5"),
      vulnerability("CVE-2024-4", "5"),
    ];
    expect(verdictOf({ findings }).verdict).toEqual({
      result: "fail",
      reasons: [
        "4 fixable vulnerabilities of high or critical severity: CVE-2024-1 in lodash 4.17.4, CVE-2024-2 in lodash 4.17.4, CVE-2024-3 in lodash 4.17.4 and 1 more.",
      ],
    });
  });

  test("is not a fail for what was known before, unless only-new is off", () => {
    const [old, fresh] = [vulnerability("CVE-2024-1", "5"), vulnerability("CVE-2024-2", "5")];
    const known = new Set([old.fingerprint]);
    expect(verdictOf({ findings: [old], known }).verdict).toEqual({
      result: "warn",
      reasons: [
        "1 fixable vulnerability of high severity that was there before: CVE-2024-1 in lodash 4.17.4.",
      ],
    });
    expect(verdictOf({ findings: [old, fresh], known }).verdict.reasons).toEqual([
      "1 fixable vulnerability of high severity: CVE-2024-2 in lodash 4.17.4.",
      "1 fixable vulnerability of high severity that was there before: CVE-2024-1 in lodash 4.17.4.",
    ]);
    expect(verdictOf({ findings: [old], known }, { "only-new": false }).verdict.result).toBe(
      "fail",
    );
  });

  describe("with fix-grace-days", () => {
    const fixedOn = (day: string, more = {}) =>
      vulnerability("CVE-2024-1", "5", {
        vulnerability: {
          id: "CVE-2024-1",
          feed: "osv/npm",
          fixedVersion: "5",
          fixPublished: `${day}T00:00:00Z`,
          ...more,
        },
      });
    const resultOf = (finding: Finding) =>
      verdictOf({ findings: [finding] }, { "fix-grace-days": 7 }).verdict.result;

    test("warns of a vulnerability whose fix is new, and fails when the days are over", () => {
      expect(resultOf(fixedOn("2026-11-20"))).toBe("warn");
      expect(resultOf(fixedOn("2026-11-16"))).toBe("fail");
    });

    test("gives no grace to what is being exploited, nor where the day is not known", () => {
      const kev = { added: "2026-11-20", ransomware: false };
      expect(resultOf(fixedOn("2026-11-20", { kev }))).toBe("fail");
      expect(resultOf(vulnerability("CVE-2024-1", "5"))).toBe("fail");
    });
  });

  test("is a warning when a serious vulnerability has no fixed version, unless fail-on-unfixed", () => {
    const findings = [vulnerability("CVE-2024-1")];
    expect(verdictOf({ findings }).verdict).toEqual({
      result: "warn",
      reasons: [
        "1 vulnerability without a fixed version of high severity that does not fail the verdict: CVE-2024-1 in lodash 4.17.4.",
      ],
    });
    expect(verdictOf({ findings }, { "fail-on-unfixed": true }).verdict.result).toBe("fail");
  });

  test("is a warning for medium findings below the threshold, and a pass for low ones", () => {
    const medium = vulnerability("CVE-2024-1", "5", { severity: "medium" });
    const low = vulnerability("CVE-2024-2", "5", { severity: "low" });
    expect(verdictOf({ findings: [medium] }).verdict.result).toBe("warn");
    expect(verdictOf({ findings: [low] }).verdict.result).toBe("pass");
    expect(verdictOf({ findings: [low] }, { "fail-on": "low" }).verdict.result).toBe("fail");
  });

  test("is at most a warning for findings with fail-on: none", () => {
    const findings = [vulnerability("CVE-2024-1", "5", { severity: "critical" })];
    expect(verdictOf({ findings }, { "fail-on": "none" }).verdict.result).toBe("warn");
  });

  test("is a warning for what nobody rated", () => {
    const findings = [vulnerability("CVE-2024-1", "5", { severity: "unknown" })];
    expect(verdictOf({ findings }).verdict).toEqual({
      result: "warn",
      reasons: [
        "1 fixable vulnerability of unrated severity that does not fail the verdict: CVE-2024-1 in lodash 4.17.4.",
      ],
    });
  });

  test("never counts an unknown status as a pass", () => {
    const findings = [vulnerability("CVE-2024-1", "5", { status: "unknown", severity: "low" })];
    const { verdict } = verdictOf({ findings });
    expect(verdict.result).toBe("warn");
    expect(verdict.reasons).toEqual([
      "1 check could not be carried out: CVE-2024-1 in lodash 4.17.4.",
    ]);
  });

  test("is a warning when something could not be inspected", () => {
    const incomplete = [{ code: "MALFORMED", what: "layer 3", why: "The gzip stream ends early." }];
    expect(verdictOf({ incomplete }).verdict).toEqual({
      result: "warn",
      reasons: ["1 part could not be inspected: layer 3."],
    });
  });

  test("looks at nothing but failing findings", () => {
    const findings = (["pass", "notApplicable", "suppressed"] as const).map((status) =>
      vulnerability("CVE-2024-1", "5", { status, severity: "critical" }),
    );
    expect(verdictOf({ findings }).verdict.result).toBe("pass");
  });

  test("keeps the names of hostile packages short and on one line", () => {
    const name = "x\n".repeat(100_000);
    const findings = [
      vulnerability("CVE-2024-1", "5", { package: { purl: "pkg:npm/x", name, version: "1" } }),
    ];
    const [reason] = verdictOf({ findings }).verdict.reasons;
    expect(reason!.length).toBeLessThan(200);
    expect(reason).not.toContain("\n");
  });
});

describe("Trust", () => {
  test("that failed fails the verdict", () => {
    const failed: Trust = { result: "failed", reason: "The digest differs", signatures: [] };
    expect(verdictOf({ trust: failed }).verdict).toEqual({
      result: "fail",
      reasons: ["The signature does not hold: The digest differs."],
    });
  });

  test.each(["unsigned", "notChecked"] as const)("%s fails only when required", (result) => {
    const weak: Trust = { result, reason: "No signature.", signatures: [] };
    expect(verdictOf({ trust: weak }).verdict.result).toBe("pass");
    expect(verdictOf({ trust: weak }, { trust: { require: true } }).verdict.result).toBe("fail");
  });

  test("that is verified satisfies the requirement", () => {
    const verified: Trust = { result: "verified", reason: "Signed.", signatures: [] };
    const config = { trust: { require: true } };
    expect(verdictOf({ trust: verified }, config).verdict.result).toBe("pass");
  });
});

describe("Advisory data", () => {
  const directory = { source: "directory", advisories: 9 } as const;

  test("older than max-age-days warns, to the day", () => {
    const fresh = { ...directory, updated: "2026-11-16T12:00:00Z" };
    const stale = { ...directory, updated: "2026-11-15T11:00:00Z" };
    expect(verdictOf({ advisories: fresh }).verdict.result).toBe("pass");
    expect(verdictOf({ advisories: stale }).verdict).toEqual({
      result: "warn",
      reasons: ["The advisory data is 8 days old (2026-11-15); at most 7 is accepted."],
    });
  });

  test("of unknown age warns", () => {
    expect(verdictOf({ advisories: directory }).verdict.result).toBe("warn");
    const unreadable = { ...directory, updated: "yesterday" };
    expect(verdictOf({ advisories: unreadable }).verdict.result).toBe("warn");
  });

  test("that is only the baseline does not warn", () => {
    const advisories = { source: "baseline", updated: "2020-01-01", advisories: 60 } as const;
    expect(verdictOf({ advisories }).verdict.result).toBe("pass");
  });

  test("fails where fail-on-stale asks for it, also when it is only the baseline", () => {
    const config = { advisories: { "fail-on-stale": true } };
    const fresh = { ...directory, updated: "2026-11-16T12:00:00Z" };
    const stale = { ...directory, updated: "2026-11-15T11:00:00Z" };
    expect(verdictOf({ advisories: fresh }, config).verdict.result).toBe("pass");
    expect(verdictOf({ advisories: stale }, config).verdict).toEqual({
      result: "fail",
      reasons: ["The advisory data is 8 days old (2026-11-15); at most 7 is accepted."],
    });
    const mirrored = { ...stale, source: "mirror" } as const;
    expect(verdictOf({ advisories: mirrored }, config).verdict.result).toBe("fail");
    expect(verdictOf({ advisories: mirrored }).verdict.result).toBe("warn");
    const baseline = { source: "baseline", updated: "2020-01-01", advisories: 60 } as const;
    expect(verdictOf({ advisories: baseline }, config).verdict.result).toBe("fail");
  });

  test("that is missing warns for an image, not for source files", () => {
    const advisories = { source: "none", advisories: 0 } as const;
    expect(verdictOf({ advisories }).verdict.result).toBe("warn");
    const subject = { kind: "files", reference: "Dockerfile" } as const;
    expect(verdictOf({ advisories, subject }).verdict.result).toBe("pass");
  });
});

describe("A waiver", () => {
  const findings = [vulnerability("CVE-2024-1", "5")];
  const waive = (more: object) => verdictOf({ findings }, { ignore: [{ reason: "r", ...more }] });

  test("suppresses what it matches, with its reason and last day", () => {
    const judged = waive({ id: "CVE-2024-1", expires: "2026-11-23" });
    expect(judged.verdict.result).toBe("pass");
    expect(judged.findings).toMatchObject([
      { status: "suppressed", suppression: { reason: "r", expires: "2026-11-23" } },
    ]);
  });

  test("can say in VEX's terms why the vulnerability does not matter", () => {
    const vex = "vulnerable_code_not_in_execute_path";
    const [finding] = verdictOf(
      { findings: [vulnerability("CVE-1", "5")] },
      { ignore: [{ id: "CVE-1", reason: "never called", vex }] },
    ).findings;
    expect(finding?.suppression).toEqual({
      reason: "never called",
      by: "plimsoll.yml",
      vex: { status: "not_affected", justification: vex, statement: "never called" },
    });
    expect(() =>
      parseConfig({ ignore: [{ id: "CVE-1", reason: "r", vex: "harmless" }] }),
    ).toThrow();
  });

  test("that expired yesterday suppresses nothing and is reported", () => {
    const judged = waive({ id: "CVE-2024-1", expires: "2026-11-22" });
    expect(judged.verdict.result).toBe("fail");
    expect(judged.findings).toMatchObject([
      { status: "fail", rule: "vulnerable-package" },
      { rule: "ignore-expired", kind: "policy", severity: "medium", status: "fail" },
    ]);
    expect(judged.findings[1]!.description).toContain("It would match 1 finding.");
  });

  test("that nothing needs is reported", () => {
    const judged = waive({ id: "CVE-1999-1" });
    expect(judged.findings[1]).toMatchObject({
      rule: "ignore-unused",
      kind: "policy",
      severity: "low",
      title: "The waiver for id CVE-1999-1 matches nothing",
    });
  });

  test("is not needed for a check that passes", () => {
    const passing = [vulnerability("CVE-2024-1", "5", { status: "pass" })];
    const judged = verdictOf(
      { findings: passing },
      { ignore: [{ id: "CVE-2024-1", reason: "r" }] },
    );
    expect(judged.findings.map(({ rule }) => rule)).toEqual([
      "vulnerable-package",
      "ignore-unused",
    ]);
  });
});

const rank = { pass: 0, warn: 1, fail: 2 };
const manyFindings = fc.array(findingArbitrary, { maxLength: 12 });
const manyIgnores = fc.array(ignoreArbitrary, { maxLength: 4 });
const thresholds = fc.constantFrom("low", "medium", "high", "critical", "none");

describe("For any findings and waivers", () => {
  test("one more waiver makes the verdict no worse, its own note aside", () => {
    fc.assert(
      fc.property(
        manyFindings,
        manyIgnores,
        ignoreArbitrary,
        thresholds,
        (findings, ignore, added, threshold) => {
          const config = parseConfig({ "fail-on": threshold, ignore });
          const input = { findings, trust, incomplete: [] };
          const before = judge(input, config, { now });
          const after = judge(input, { ...config, ignore: [...ignore, added] }, { now });
          const withoutNotes = (all: readonly Finding[]) =>
            judge(
              { ...input, findings: all.filter(({ rule }) => !rule.startsWith("ignore-")) },
              { ...config, ignore: [] },
              { now },
            ).verdict.result;
          expect(rank[withoutNotes(after.findings)]).toBeLessThanOrEqual(
            rank[withoutNotes(before.findings)],
          );
        },
      ),
    );
  });

  test("the order of the findings does not change the verdict", () => {
    const shuffled = manyFindings.chain((findings) =>
      fc.tuple(
        fc.constant(findings),
        fc.shuffledSubarray(findings, { minLength: findings.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, manyIgnores, ([findings, other], ignore) => {
        const verdict = verdictOf({ findings }, { ignore }).verdict;
        expect(verdictOf({ findings: other }, { ignore }).verdict).toEqual(verdict);
      }),
    );
  });

  test("judging twice gives the same as judging once", () => {
    fc.assert(
      fc.property(manyFindings, manyIgnores, (findings, ignore) => {
        const once = verdictOf({ findings }, { ignore });
        expect(verdictOf({ findings: once.findings }, { ignore })).toEqual(once);
      }),
    );
  });

  test("every verdict but a pass has a reason, and the arguments stay as they were", () => {
    fc.assert(
      fc.property(manyFindings, manyIgnores, (findings, ignore) => {
        const before = structuredClone(findings);
        const { verdict } = verdictOf({ findings }, { ignore });
        expect(verdict.reasons.length > 0).toBe(verdict.result !== "pass");
        expect(findings).toEqual(before);
      }),
    );
  });
});
