import { createFinding } from "@plimsoll/core";
import { describe, expect, it } from "vitest";
import { adviseTogether } from "../../src/match/advice.ts";

const finding = (id: string, fixedVersion?: string) =>
  createFinding({
    rule: "vulnerable-package",
    kind: "vulnerability",
    severity: "high",
    title: id,
    vulnerability: { id, feed: "osv/npm", ...(fixedVersion && { fixedVersion }) },
    ...(fixedVersion && { fix: { description: `Update lodash to ${fixedVersion} or later` } }),
    identity: [id],
  });

describe("the advice for one package", () => {
  it("is the version that the last finding asks for, by the order of the ecosystem", () => {
    const advised = adviseTogether(
      [finding("CVE-1", "4.17.9"), finding("CVE-2", "4.17.21"), finding("CVE-3")],
      "semver",
    );
    expect(advised.map(({ fix }) => fix?.description)).toEqual([
      "Update lodash to 4.17.21 or later",
      "Update lodash to 4.17.21 or later",
      undefined,
    ]);
    expect(advised.map(({ vulnerability }) => vulnerability?.fixedVersion)).toEqual([
      "4.17.9",
      "4.17.21",
      undefined,
    ]);
  });
});
