import { describe, expect, it } from "vitest";
import { readVex } from "../../src/index.ts";
import { digest, judged, lodash, minimist, statementsOf, vulnerable } from "./support.ts";

const serial = "3e671687-395b-41f5-a30f-a58921a69b79";

function cdx(affects: object[], analysis: object, rest: object = {}): string {
  return JSON.stringify({
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: `urn:uuid:${serial}`,
    version: 2,
    metadata: { timestamp: "2026-03-04T05:06:07Z", authors: [{ name: "Acme Security" }] },
    components: [{ type: "library", name: "lodash", "bom-ref": "a", purl: lodash.purl }],
    vulnerabilities: [{ id: "CVE-2026-0001", analysis, affects }],
    ...rest,
  });
}
const notReachable = {
  state: "not_affected",
  justification: "code_not_reachable",
  detail: "Never called.",
};

describe("a CycloneDX VEX document", () => {
  it.each([
    ["a component of its own", "a"],
    ["a package URL", "pkg:npm/lodash"],
    ["a BOM-Link to itself", `urn:cdx:${serial}/2#a`],
    [
      "a BOM-Link to a package URL elsewhere",
      `urn:cdx:${serial.replace("3", "4")}/1#${encodeURIComponent(lodash.purl)}`,
    ],
  ])("names what it clears by %s", (_, ref) => {
    expect(judged(statementsOf(cdx([{ ref }], notReachable))).suppression).toMatchObject({
      vex: {
        status: "not_affected",
        justification: "code_not_reachable",
        statement: "Never called.",
        author: "Acme Security",
        document: `urn:uuid:${serial}/2`,
      },
    });
  });

  it("speaks of parts of the image that it describes, and of no other image's", () => {
    const metadata = (hex: string) => ({
      metadata: {
        component: { "bom-ref": "image", name: "shop", purl: `pkg:oci/shop@sha256:${hex}` },
      },
    });
    const status = (ref: string, hex: string) =>
      judged(statementsOf(cdx([{ ref }], notReachable, metadata(hex)))).status;
    expect(status("a", digest.slice(7))).toBe("suppressed");
    expect(status("a", "00".repeat(32))).toBe("fail");
    expect(status("image", digest.slice(7))).toBe("suppressed");
  });

  it.each([
    ["resolved", "suppressed", undefined],
    ["resolved_with_pedigree", "suppressed", undefined],
    ["false_positive", "suppressed", undefined],
    ["exploitable", "fail", "affected"],
    ["in_triage", "fail", "under_investigation"],
  ])("that says %s leaves the finding %s", (state, status, claim) => {
    const finding = judged(statementsOf(cdx([{ ref: lodash.purl }], { state })));
    expect(finding.status).toBe(status);
    expect(finding.vulnerability?.vex?.status).toBe(claim);
  });

  it("keeps what to do about it", () => {
    const finding = judged(
      statementsOf(
        cdx([{ ref: "a" }], {
          state: "exploitable",
          detail: "Reachable.",
          response: ["update", "workaround_available"],
        }),
      ),
    );
    expect(finding.vulnerability?.vex?.statement).toBe("Reachable.; update, workaround_available");
  });

  it("speaks of the versions that it lists", () => {
    const status = (versions: object[]) =>
      judged(statementsOf(cdx([{ ref: "pkg:npm/lodash", versions }], notReachable))).status;
    expect(status([{ version: "4.17.4", status: "affected" }])).toBe("suppressed");
    expect(status([{ version: "4.17.3", status: "affected" }])).toBe("fail");
    expect(status([{ version: "4.17.4", status: "unaffected" }])).toBe("fail");
  });

  it("speaks of the ranges that it lists, where they can be compared", () => {
    const status = (range: string, state = "not_affected", more: object[] = []) => {
      const versions = [{ range, status: "affected" }, ...more];
      const analysis = { ...notReachable, state };
      return judged(statementsOf(cdx([{ ref: "pkg:npm/lodash", versions }], analysis))).status;
    };
    expect(status("vers:npm/*")).toBe("suppressed");
    expect(status("vers:npm/>=4.0.0|<4.17.5")).toBe("suppressed");
    expect(status("vers:npm/>=4.17.4", "resolved")).toBe("suppressed");
    expect(status("vers:npm/<4.17.4")).toBe("fail");
    expect(status("vers:npm/<4.17.4", "not_affected", [{ version: "4.17.4" }])).toBe("suppressed");
    for (const unread of ["vers:generic/>=1", ">=4.0.0", "vers:npm/>=four", "vers:npm/"]) {
      expect(status(unread), unread).toBe("fail");
    }
    const [fault] = readVex(
      cdx([{ ref: "a", versions: [{ range: ">=4" }] }], notReachable),
      "vex.json",
    ).faults;
    expect(fault?.why).toContain("names no product");
  });

  it("finds components however deep they are nested", () => {
    let component: object = { type: "library", name: "x", "bom-ref": "deep", purl: minimist.purl };
    for (let depth = 0; depth < 2_000; depth += 1)
      component = { name: "y", components: [component] };
    const statements = statementsOf(
      cdx([{ ref: "deep" }], notReachable, { components: [component] }),
    );
    expect(judged(statements, { finding: vulnerable(minimist) }).status).toBe("suppressed");
  });

  it("reports what has no reason, no known state and no known component", () => {
    const text = cdx(
      [],
      {},
      {
        vulnerabilities: [
          { id: "CVE-1-1", analysis: { state: "not_affected" }, affects: [{ ref: "a" }] },
          { id: "CVE-1-2", analysis: { state: "unheard-of" }, affects: [{ ref: "a" }] },
          { id: "CVE-1-3", analysis: { state: "in_triage" }, affects: [{ ref: "nowhere" }] },
          { id: "CVE-1-4", affects: [{ ref: "a" }] },
        ],
      },
    );
    const { statements, faults } = readVex(text, "vex.json");
    expect(statements).toEqual([]);
    expect(faults.map(({ what }) => what)).toEqual([
      "vulnerability CVE-1-1",
      "vulnerability CVE-1-2",
      "vulnerability CVE-1-3",
    ]);
  });
});
