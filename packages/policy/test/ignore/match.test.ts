import { createFinding } from "@plimsoll/core";
import { describe, expect, test } from "vitest";
import { compileIgnore } from "../../src/ignore/match.ts";

const finding = createFinding({
  rule: "vulnerable-package",
  kind: "vulnerability",
  severity: "high",
  title: "Prototype pollution",
  package: { purl: "pkg:npm/%40acme/web@1.2.3?arch=x64", name: "@acme/web", version: "1.2.3" },
  vulnerability: { id: "CVE-2019-10744", aliases: ["GHSA-jf85-cpcp-j695"], feed: "osv/npm" },
  location: { path: "app/node_modules/@acme/web/package.json" },
  identity: ["x"],
});
const { fingerprint } = finding;

describe("A waiver matches", () => {
  test.each([
    ["the identifier", { id: "CVE-2019-10744" }],
    ["the identifier in other letters", { id: "cve-2019-10744" }],
    ["an alias", { id: "ghsa-JF85-cpcp-j695" }],
    ["the rule", { rule: "vulnerable-package" }],
    ["the package's name", { package: "@acme/web" }],
    ["the purl without a version", { package: "pkg:npm/%40acme/web" }],
    ["the purl with its version", { package: "pkg:npm/%40acme/web@1.2.3" }],
    ["the purl with an unencoded scope", { package: "pkg:npm/@acme/web" }],
    ["the purl with its qualifier", { package: "pkg:npm/%40acme/web@1.2.3?arch=x64" }],
    ["a path pattern", { path: "app/node_modules/*" }],
    ["a path written from the root", { path: "/app/node_modules/@acme/web/package.json" }],
    ["the fingerprint", { fingerprint }],
    ["several conditions at once", { id: "CVE-2019-10744", package: "@acme/web", path: "app/*" }],
  ])("%s", (_, conditions) => {
    expect(compileIgnore({ ...conditions, reason: "r" })(finding)).toBe(true);
  });
});

describe("A waiver does not match", () => {
  test.each([
    ["another identifier", { id: "CVE-2019-1074" }],
    ["part of a name", { package: "web" }],
    ["another version", { package: "pkg:npm/%40acme/web@1.2.4" }],
    ["another ecosystem", { package: "pkg:pypi/%40acme/web" }],
    ["another qualifier", { package: "pkg:npm/%40acme/web@1.2.3?arch=arm64" }],
    ["a path elsewhere", { path: "usr/*" }],
    ["one condition that fails among others that hold", { id: "CVE-2019-10744", path: "usr/*" }],
    ["no condition at all", {}],
  ])("%s", (_, conditions) => {
    expect(compileIgnore({ ...conditions, reason: "r" })(finding)).toBe(false);
  });

  test("by its target what lies in another file, service or image", () => {
    const audited = createFinding({
      rule: "compose-privileged",
      kind: "misconfiguration",
      severity: "critical",
      title: "Privileged",
      location: { path: "deploy/compose.yaml", instruction: "services.web" },
      identity: ["x"],
    });
    const waives = (target: string, subject?: string) =>
      compileIgnore({ target, reason: "r" }, subject)(audited);
    expect(waives("deploy/*.yaml")).toBe(true);
    expect(waives("web")).toBe(true);
    expect(waives("ghcr.io/acme/*", "ghcr.io/acme/shop:1")).toBe(true);
    expect(waives("we")).toBe(false);
    expect(waives("ghcr.io/acme/*")).toBe(false);
    expect(compileIgnore({ target: "app/*", reason: "r" })(finding)).toBe(false);
  });

  test("a package URL that cannot be decoded, without throwing", () => {
    const broken = { ...finding, package: { purl: "pkg:npm/%E0%A4%A", name: "x", version: "" } };
    expect(compileIgnore({ package: "pkg:npm/y", reason: "r" })(broken)).toBe(false);
  });
});
