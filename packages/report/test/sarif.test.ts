import { readFileSync } from "node:fs";
import { createFinding, type Report } from "@plimsoll/core";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderSarif } from "../src/index.ts";
import type { SarifLog, SarifResult, SarifRun } from "../src/sarif/types.ts";
import { reportArbitrary } from "./arbitraries.ts";
import { hostileReport, largeReport, sampleReport } from "./sample-report.ts";

const schema = JSON.parse(
  readFileSync(new URL("./fixtures/sarif-schema-2.1.0.json", import.meta.url), "utf8"),
);
// The schema names draft-04, of which it uses nothing that later drafts read differently.
delete schema.$schema;
delete schema.id;
const ajv = new Ajv({ strict: false, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);

function parse(text: string): SarifRun {
  const log = JSON.parse(text) as SarifLog;
  expect(validate(log), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
  expect(log.runs).toHaveLength(1);
  return log.runs[0]!;
}

function resultOf(run: SarifRun, ruleId: string): SarifResult {
  return run.results.find((result) => result.ruleId === ruleId)!;
}

test("The schema does refuse what is no SARIF", () => {
  expect(validate({ version: "2.1.0", runs: [{ results: [] }] })).toBe(false);
});

describe("The SARIF log", () => {
  const run = parse(renderSarif(sampleReport()));

  test("holds what failed or was suppressed and nothing else, worst first", () => {
    expect(run.results).toHaveLength(11);
    expect(run.results[0]!.level).toBe("error");
    expect(run.results.at(-1)!.level).toBe("note");
  });

  test("describes every rule as code scanning shows it", () => {
    for (const result of run.results) {
      const rule = run.tool.driver.rules[result.ruleIndex]!;
      expect(rule.id).toBe(result.ruleId);
      expect(Number(rule.properties["security-severity"])).toBeGreaterThan(0);
      expect(rule.properties.tags.length).toBeLessThanOrEqual(10);
      expect(rule.help.markdown).not.toBe("");
    }
    const lodash = run.tool.driver.rules.find(({ id }) => id === "CVE-2019-10744");
    expect(lodash).toMatchObject({
      helpUri: "https://nvd.nist.gov/vuln/detail/CVE-2019-10744",
      properties: { "security-severity": "9.1" },
    });
  });

  test("points at the source for what is in the sources", () => {
    expect(resultOf(run, "dockerfile-user-root").locations[0]).toEqual({
      physicalLocation: {
        artifactLocation: { uri: "Dockerfile" },
        region: { startLine: 9 },
      },
    });
    expect(resultOf(run, "compose-privileged").locations[0]).toMatchObject({
      physicalLocation: {
        artifactLocation: { uri: "deploy/compose.yaml" },
        region: { startLine: 12, startColumn: 5 },
      },
    });
  });

  test("points at the Dockerfile for what is in the image, and keeps the path inside", () => {
    expect(resultOf(run, "CVE-2019-10744").locations[0]).toEqual({
      physicalLocation: { artifactLocation: { uri: "Dockerfile" }, region: { startLine: 1 } },
      logicalLocations: [
        { fullyQualifiedName: "app/node_modules/lodash/package.json", kind: "resource" },
      ],
    });
  });

  test("names the image in every message", () => {
    for (const { message } of run.results) expect(message.text).toContain("ghcr.io/acme/shop:1.4");
  });

  test("carries fingerprints, suppressions, the category and what was not inspected", () => {
    const { fingerprint } = sampleReport().findings[1]!;
    expect(resultOf(run, "CVE-2019-10744").partialFingerprints).toEqual({
      "plimsoll/v1": fingerprint,
    });
    expect(resultOf(run, "CVE-2020-8203").suppressions).toEqual([
      { kind: "external", status: "accepted", justification: "zipObjectDeep is not called" },
    ]);
    expect(run.automationDetails.id).toBe("plimsoll/ghcr.io/acme/shop:1.4/");
    expect(run.invocations[0]!.toolExecutionNotifications[0]!.message.text).toBe(
      "app/data/huge.bin could not be inspected: The file is larger than 64 MiB. (LIMIT_EXCEEDED)",
    );
  });
});

describe("With the Dockerfile's text", () => {
  const text = [
    "# syntax=docker/dockerfile:1",
    "FROM node:8 AS build",
    "RUN make",
    "FROM debian:12",
    "RUN apt-get update && \\",
    "    # the library",
    "    apt-get install -y openssl",
    "COPY --chown=node package.json package-lock.json ./",
    "RUN npm ci",
  ].join("\n");
  const run = parse(renderSarif(sampleReport(), { sources: [{ path: "app/Dockerfile", text }] }));
  const lineOf = (id: string) => resultOf(run, id).locations[0]!.physicalLocation.region.startLine;

  test("a finding in the image is shown at the line that made its layer", () => {
    expect(lineOf("CVE-2019-10744")).toBe(9);
    expect(lineOf("CVE-2023-5363")).toBe(5);
    expect(lineOf("secret-private-key")).toBe(8);
  });

  test("what comes from the base image is shown at the last FROM", () => {
    expect(lineOf("image-healthcheck")).toBe(4);
  });
});

test("Only the sources that are named count as such, where any are", () => {
  const run = parse(renderSarif(sampleReport(), { sources: [{ path: "./Dockerfile" }] }));
  const [compose] = resultOf(run, "compose-privileged").locations;
  expect(compose!.physicalLocation.artifactLocation.uri).toBe("Dockerfile");
  expect(compose!.logicalLocations).toEqual([
    { fullyQualifiedName: "deploy/compose.yaml", kind: "resource" },
  ]);
  expect(resultOf(run, "dockerfile-user-root").locations[0]!.physicalLocation.region).toEqual({
    startLine: 9,
  });
});

describe("The limits of code scanning", () => {
  test("keep the 25,000 worst results, and say how many are left out", () => {
    const report = largeReport(25_003);
    const log = JSON.parse(renderSarif(report)) as SarifLog;
    const [run] = log.runs;
    expect(run!.results).toHaveLength(25_000);
    expect(run!.invocations[0]!.toolExecutionNotifications[0]!.message.text).toContain(
      "3 results of least weight left out",
    );
    const levels = new Set(run!.results.slice(0, 8_000).map(({ level }) => level));
    expect([...levels]).toEqual(["error"]);
  });

  test("keep ten tags of a rule with a hundred peers", () => {
    const peers = { cis: Array.from({ length: 100 }, (_, i) => `4.${i}`) };
    const finding = createFinding({
      rule: "r",
      kind: "misconfiguration",
      severity: "low",
      title: "t",
      peers,
      identity: [],
    });
    const run = parse(renderSarif({ ...sampleReport(), findings: [finding] }));
    expect(run.tool.driver.rules[0]!.properties.tags).toHaveLength(10);
  });
});

describe("Hostile texts", () => {
  test("make no link in a message and no scheme in a location", () => {
    const run = parse(renderSarif(hostileReport()));
    for (const { message, locations } of run.results) {
      expect(message.text).not.toContain("](");
      for (const { physicalLocation } of locations) {
        expect(physicalLocation.artifactLocation.uri).toMatch(/^(?!\/)(?:[\w.~/-]|%[0-9A-F]{2})+$/);
      }
    }
  });

  test("always give a valid log", () => {
    fc.assert(
      fc.property(reportArbitrary, (report: Report) => {
        const run = parse(renderSarif(report));
        for (const result of run.results) {
          expect(result.message.text).not.toBe("");
          expect(result.locations).toHaveLength(1);
        }
      }),
      { numRuns: 80 },
    );
  });
});
