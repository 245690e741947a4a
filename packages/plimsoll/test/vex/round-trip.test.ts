import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Report } from "@plimsoll/core";
import { writeOciLayout } from "@plimsoll/image";
import {
  renderCsafVex,
  renderCycloneDxVex,
  renderHtml,
  renderMarkdown,
  renderOpenVex,
  renderSarif,
  renderTerminal,
} from "@plimsoll/report";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { check } from "../../src/index.ts";

const folder = mkdtempSync(join(tmpdir(), "plimsoll-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const image = `oci-dir:${join(folder, "shop")}`;
const cache = { enabled: false };
const waivers = [
  {
    package: "pkg:npm/lodash",
    reason: "merge() is never called",
    vex: "vulnerable_code_not_in_execute_path" as const,
  },
];

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function suppressedIn({ findings }: Report): string[] {
  return findings.filter(({ status }) => status === "suppressed").map((one) => one.fingerprint);
}

beforeAll(() =>
  writeOciLayout(join(folder, "shop"), {
    layers: [
      {
        entries: ["lodash 4.17.4", "minimist 0.0.8"].map((text) => {
          const [name, version] = text.split(" ");
          return {
            path: `app/node_modules/${name}/package.json`,
            content: JSON.stringify({ name, version }),
          };
        }),
      },
    ],
  }),
);

describe("a VEX document that a check wrote", () => {
  it.each([
    ["shop.openvex.json", renderOpenVex],
    ["shop.csaf.json", renderCsafVex],
    ["shop.vex.cdx.json", renderCycloneDxVex],
  ])("suppresses the same findings when a check reads it: %s", async (name, render) => {
    const waived = await check(image, { config: { cache, ignore: waivers } });
    expect(suppressedIn(waived).length).toBeGreaterThan(0);
    const path = write(name, render(waived, { author: "Acme" }));

    const read = await check(image, { config: { cache }, vex: [path] });
    expect(suppressedIn(read)).toEqual(suppressedIn(waived));
    expect(read.incomplete).toEqual([]);
    expect(read.findings.some(({ rule }) => rule === "vex-not-applied")).toBe(false);
    const [cleared] = read.findings.filter(({ status }) => status === "suppressed");
    expect(cleared?.suppression?.vex).toMatchObject({ status: "not_affected", author: "Acme" });
    // And once more, from what was read.
    const again = write(`again-${name}`, render(read));
    expect(
      suppressedIn(await check(image, { config: { cache, vex: { documents: [again] } } })),
    ).toEqual(suppressedIn(waived));
  });

  it("says nothing about another image", async () => {
    const waived = await check(image, { config: { cache, ignore: waivers } });
    const path = write("of-shop.openvex.json", renderOpenVex(waived));
    const other = join(folder, "other");
    await writeOciLayout(other, {
      layers: [
        {
          entries: [
            {
              path: "srv/node_modules/lodash/package.json",
              content: '{"name":"lodash","version":"4.17.4"}',
            },
          ],
        },
      ],
    });
    const report = await check(`oci-dir:${other}`, { config: { cache }, vex: [path] });
    expect(
      report.findings.some(({ kind, status }) => kind === "vulnerability" && status === "fail"),
    ).toBe(true);
    expect(suppressedIn(report)).toEqual([]);
  });
});

describe("what a VEX document suppresses", () => {
  it("stays visible in every format, with who says so", async () => {
    const waived = await check(image, { config: { cache, ignore: waivers } });
    const path = write("visible.openvex.json", renderOpenVex(waived, { author: "Acme Security" }));
    const report = await check(image, { config: { cache }, vex: [path] });
    const count = suppressedIn(report).length;

    const { results } = JSON.parse(renderSarif(report)).runs[0];
    const suppressions = results.flatMap((one: { suppressions: object[] }) => one.suppressions);
    expect(suppressions).toHaveLength(count);
    expect(suppressions[0]).toMatchObject({
      kind: "external",
      justification: expect.stringContaining("Acme Security says"),
    });
    expect(renderTerminal(report)).toContain(`${count} suppressed, ${count} by VEX`);
    expect(renderTerminal(report, { verbose: true })).toContain("Acme Security says");
    expect(renderMarkdown(report)).toContain(`Suppressed (${count})`);
    expect(renderMarkdown(report)).toContain("Acme Security says");
    expect(renderHtml(report)).toContain("Acme Security says");
    const { vulnerabilities } = JSON.parse(renderCycloneDxVex(report));
    expect(vulnerabilities).toContainEqual(
      expect.objectContaining({ analysis: expect.objectContaining({ state: "not_affected" }) }),
    );
  });

  it("leaves what is affected in every format, with what its supplier says", async () => {
    const path = write(
      "affected.openvex.json",
      JSON.stringify({
        "@context": "https://openvex.dev/ns/v0.2.0",
        "@id": "ACME-8",
        author: "Acme Security",
        statements: [
          {
            vulnerability: "CVE-2019-10744",
            products: [{ "@id": "pkg:npm/lodash" }],
            status: "affected",
            action_statement: "Freeze the prototypes.",
          },
        ],
      }),
    );
    const report = await check(image, { config: { cache }, vex: [path] });
    const said = /Acme Security says affected: Freeze the prototypes\. \(ACME-8\)/;
    expect(renderTerminal(report, { width: 400 })).toMatch(said);
    expect(
      JSON.parse(renderSarif(report))
        .runs[0].results.map((one: { message: { text: string } }) => one.message.text)
        .join("\n"),
    ).toMatch(said);
    expect(renderMarkdown(report)).toContain("Freeze the prototypes");
    expect(renderHtml(report)).toContain("Freeze the prototypes");
  });
});

describe("VEX documents that cannot be used", () => {
  it("are named: a missing file, one of another kind, a broken statement", async () => {
    const other = write("package.json", "{}");
    const broken = write(
      "broken.openvex.json",
      JSON.stringify({ "@context": "https://openvex.dev/ns/v0.2.0", statements: [{}, {}] }),
    );
    const report = await check(image, {
      config: { cache },
      vex: [join(folder, "missing.json"), other, broken],
    });
    expect(report.incomplete.map(({ what, code }) => [what, code])).toEqual([
      [join(folder, "missing.json"), "NOT_FOUND"],
      [other, "UNSUPPORTED"],
    ]);
    expect(report.findings.find(({ rule }) => rule === "vex-not-applied")).toMatchObject({
      severity: "low",
      title: `2 parts of the VEX data of ${broken} are not applied`,
    });
  });

  it("do not keep a folder's other documents from being applied", async () => {
    const waived = await check(image, { config: { cache, ignore: waivers } });
    const hub = join(folder, "hub");
    rmSync(hub, { recursive: true, force: true });
    mkdirSync(join(hub, "pkg/npm"), { recursive: true });
    write("hub/index.json", '{"packages":[]}');
    write("hub/notes.json", "{}");
    write("hub/README.md", "# VEX");
    write("hub/pkg/npm/lodash.openvex.json", renderOpenVex(waived));
    const report = await check(image, { config: { cache }, vex: [hub] });
    expect(suppressedIn(report)).toEqual(suppressedIn(waived));
    expect(report.incomplete).toEqual([]);
    const note = report.findings.find(({ rule }) => rule === "vex-not-applied");
    expect(note?.description).toContain("notes.json: It is not an OpenVEX");
    expect(note?.description).not.toContain("index.json");
  });
});
