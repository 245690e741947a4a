import { createFinding, type Finding, type Report } from "@plimsoll/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Comparable,
  compareReports,
  knownBefore,
  renderHtml,
  renderJson,
  renderMarkdown,
  renderTerminal,
} from "../../src/index.ts";
import { findingArbitrary, reportArbitrary } from "../arbitraries.ts";
import { sampleReport } from "../sample-report.ts";

const about = { reference: "shop:main", kind: "image" } as const;

function side(findings: Finding[], more: Partial<Comparable> = {}): Comparable {
  return {
    findings,
    inventory: { layers: [], packages: [] },
    privileges: { containers: [], files: [] },
    trust: { result: "notChecked", reason: "", signatures: [] },
    ...more,
  };
}

function finding(id: string, more: Partial<Parameters<typeof createFinding>[0]> = {}): Finding {
  return createFinding({
    rule: "vulnerable-package",
    kind: "vulnerability",
    severity: "high",
    title: id,
    identity: [id],
    ...more,
  });
}

const setting = (path: string) =>
  finding(`latest-tag ${path}`, {
    rule: "latest-tag",
    kind: "misconfiguration",
    location: { path, line: 1 },
  });

const npm = (name: string, version: string) => ({
  purl: `pkg:npm/${name}@${version}`,
  name,
  version,
  type: "npm",
  licences: [],
  locations: [],
});

describe("compareReports", () => {
  it("tells what is new, what is fixed and what was there before", () => {
    const [old, gone, fresh] = ["CVE-1", "CVE-2", "CVE-3"].map((id) => finding(id));
    const difference = compareReports(side([old!, fresh!]), side([old!, gone!]), about);
    expect(difference.new).toEqual([fresh!.fingerprint]);
    expect(difference.unchanged).toEqual([old!.fingerprint]);
    expect(difference.fixed).toEqual([gone]);
  });

  it("counts what became worse as new, and what became better as known", () => {
    const base = side([finding("CVE-1", { severity: "medium" }), finding("CVE-2")]);
    const head = side([finding("CVE-1"), finding("CVE-2", { severity: "low" })]);
    const [worse, better] = head.findings;
    const difference = compareReports(head, base, about);
    expect(difference.new).toEqual([worse!.fingerprint]);
    expect(difference.unchanged).toEqual([better!.fingerprint]);
    expect(difference.changed).toEqual([
      { fingerprint: worse!.fingerprint, from: "medium", to: "high" },
      { fingerprint: better!.fingerprint, from: "high", to: "low" },
    ]);
  });

  it("calls nothing fixed that is waived or cannot be told now", () => {
    const base = side([finding("CVE-1"), finding("CVE-2"), finding("CVE-3")]);
    const head = side([
      finding("CVE-1", { status: "suppressed" }),
      finding("CVE-2", { status: "unknown" }),
      finding("CVE-3", { status: "pass" }),
    ]);
    const { fixed } = compareReports(head, base, about);
    expect(fixed.map(({ title }) => title)).toEqual(["CVE-3"]);
  });

  it("counts what the base waives as new once it is not waived any more", () => {
    const base = side([finding("CVE-1", { status: "suppressed" })]);
    expect(compareReports(side([finding("CVE-1")]), base, about).new).toHaveLength(1);
  });

  it("compares only what both sides were looked at for", () => {
    const secret = finding("token", { kind: "secret", rule: "secret" });
    const base = side([], { parts: ["packages", "vulnerabilities"] });
    const difference = compareReports(side([secret, finding("CVE-1")]), base, about);
    expect(difference.kinds).toEqual(["vulnerability", "policy"]);
    expect(difference.new).toHaveLength(1);
    expect(compareReports(base, side([secret]), about).fixed).toEqual([]);
  });

  it("compares sources with sources only", () => {
    const head = side([setting("Dockerfile")], { sources: ["Dockerfile"] });
    expect(compareReports(head, side([]), about)).toMatchObject({ new: [], unchanged: [] });
    const other = side([], { sources: ["compose.yaml"] });
    expect(compareReports(head, other, about).new).toHaveLength(1);
    const same = side([setting("Dockerfile")], { sources: ["Dockerfile"] });
    expect(compareReports(head, same, about)).toMatchObject({ new: [], unchanged: [{}] });
    expect(compareReports(side([]), same, about).fixed).toEqual([]);
  });

  it("lists packages that came, went or changed their version", () => {
    const packages = (list: ReturnType<typeof npm>[]) => ({ layers: [], packages: list });
    const base = side([], {
      inventory: packages([npm("a", "1"), npm("b", "1"), npm("c", "1"), npm("c", "2")]),
    });
    const head = side([], {
      inventory: packages([npm("a", "2"), npm("c", "2"), npm("c", "3"), npm("d", "1")]),
    });
    expect(compareReports(head, base, about).packages).toEqual([
      { name: "a", type: "npm", from: "1", to: "2" },
      { name: "b", type: "npm", from: "1" },
      { name: "c", type: "npm", from: "1", to: "3" },
      { name: "d", type: "npm", to: "1" },
    ]);
  });

  it("knows a vulnerable package again of which the base does not say where it lies", () => {
    const found = (version: string) => ({
      package: { purl: `pkg:npm/lodash@${version}`, name: "lodash", version },
      vulnerability: { id: "CVE-1", feed: "osv/npm" },
    });
    const unplaced = finding("CVE-1", found("1"));
    const placed = finding("CVE-1", {
      ...found("2"),
      location: { path: "app/lodash" },
      identity: ["CVE-1", "app/lodash"],
    });
    expect(compareReports(side([placed]), side([unplaced]), about)).toMatchObject({
      new: [],
      unchanged: [placed.fingerprint],
      fixed: [],
    });
    expect(compareReports(side([unplaced]), side([placed]), about).fixed).toEqual([]);
  });

  it("tells the size, the privileges and the signatures", () => {
    const layers = (sizeBytes: number) => [{ index: 0, diffId: "sha256:a", sizeBytes }];
    const container = {
      origin: "image",
      user: "",
      isRoot: true,
      privileged: false,
      noNewPrivileges: false,
      bounding: [],
      effective: [],
    };
    const held = { name: "CAP_NET_ADMIN", severity: "high", lets: "", from: "cap_add" } as const;
    const base = side([], {
      inventory: { layers: layers(10), packages: [] },
      privileges: { containers: [container], files: [] },
      trust: { result: "verified", reason: "", signatures: [] },
    });
    const head = side([], {
      inventory: { layers: layers(30), packages: [] },
      privileges: {
        containers: [{ ...container, isRoot: false, effective: [held] }],
        files: [],
      },
      trust: { result: "unsigned", reason: "", signatures: [] },
    });
    expect(compareReports(head, base, about)).toMatchObject({
      bytes: { from: 10, to: 30 },
      privileges: [{ origin: "image", gained: ["CAP_NET_ADMIN"], dropped: ["root"] }],
      trust: { from: "verified", to: "unsigned" },
    });
  });

  it("finds no difference between a report and itself", () => {
    fc.assert(
      fc.property(reportArbitrary, (report) => {
        const difference = compareReports(report, report, about);
        expect(difference).toMatchObject({
          new: [],
          changed: [],
          fixed: [],
          packages: [],
          privileges: [],
        });
        expect(difference.trust).toBeUndefined();
      }),
    );
  });

  it("puts every failing finding that can be compared into one of two lists", () => {
    const findings = fc.array(findingArbitrary, { maxLength: 12 });
    fc.assert(
      fc.property(findings, findings, (before, after) => {
        const difference = compareReports(side(after), side(before), about);
        const failing = new Set(
          after.filter(({ status }) => status === "fail").map(({ fingerprint }) => fingerprint),
        );
        expect(new Set([...difference.new, ...difference.unchanged])).toEqual(failing);
        expect(difference.new.filter((one) => difference.unchanged.includes(one))).toEqual([]);
        const known = knownBefore(side(after), side(before));
        for (const fingerprint of difference.unchanged) expect(known).toContain(fingerprint);
      }),
    );
  });
});

describe("a report with a difference", () => {
  const base = sampleReport();
  const failing = base.findings.filter(({ status }) => status === "fail");
  const [first, second] = failing;
  const head: Report = {
    ...base,
    findings: [
      ...base.findings.filter((one) => one !== first),
      finding("CVE-2026-9999", { severity: "critical" }),
    ],
  };
  const report = { ...head, difference: compareReports(head, base, about) };

  it("shows what is new first, and what was there before in one folded line", () => {
    const markdown = renderMarkdown(report);
    expect(markdown).toContain("Compared with `shop:main (image)`");
    const [, shown] = markdown.split("#### What is new");
    const [top, rest] = shown!.split("There before (");
    expect(top).toContain("CVE-2026-9999");
    expect(rest).toMatch(new RegExp(`^${failing.length - 1}: `));
    expect(top).not.toContain(second!.vulnerability?.id ?? second!.title);
    expect(markdown).toContain("Fixed (1:");
  });

  it("says on a terminal what changed, and lists only what is new", () => {
    const text = renderTerminal(report);
    expect(text).toContain("Since shop:main (image)");
    expect(text).toMatch(/New +1 \(1 critical\)/);
    expect(text).toMatch(/Fixed +1 /);
    expect(text).toContain("CVE-2026-9999");
    expect(text).not.toContain(`  ${second!.vulnerability?.id ?? second!.title}`);
    expect(renderTerminal(report, { verbose: true })).toContain(
      second!.vulnerability?.id ?? second!.title,
    );
  });

  it("has a section of the page", () => {
    const page = renderHtml(report);
    const section = page.split('id="difference"')[1]?.split("</section>")[0] ?? "";
    expect(section).toContain("Since shop:main (image)");
    expect(section).toContain("CVE-2026-9999");
    expect(section).toContain(first!.vulnerability?.id ?? first!.title);
    expect(section).not.toContain(second!.vulnerability?.id ?? second!.title);
    expect(renderHtml(base)).not.toContain('id="difference"');
  });

  it("keeps it in the JSON", () => {
    expect(JSON.parse(renderJson(report)).difference).toMatchObject({
      base: about,
      new: [{}],
      fixed: [{}],
    });
  });
});
