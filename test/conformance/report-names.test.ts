import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeOciLayout } from "@plimsoll/image";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../../packages/plimsoll/test/cli/test-io.ts";
import { shopSpec } from "../e2e/shop-spec.ts";

/** The names that users of the JSON report were promised, and what stands under each. */
const promised: Readonly<Record<string, string>> = {
  schemaVersion: "string",
  "tool.name": "string",
  "tool.version": "string",
  "subject.kind": "string",
  "subject.reference": "string",
  "subject.digest": "string",
  "subject.platform": "object",
  "inventory.packages": "array",
  "inventory.packages[].purl": "string",
  "inventory.packages[].name": "string",
  "inventory.packages[].version": "string",
  "inventory.packages[].type": "string",
  "inventory.packages[].source.name": "string",
  "inventory.packages[].source.version": "string",
  "inventory.packages[].locations": "array",
  "inventory.packages[].locations[].path": "string",
  "inventory.packages[].locations[].layer": "string",
  findings: "array",
  "findings[].fingerprint": "string",
  "findings[].rule": "string",
  "findings[].kind": "string",
  "findings[].severity": "string",
  "findings[].status": "string",
  "findings[].title": "string",
  "findings[].package.purl": "string",
  "findings[].vulnerability.id": "string",
  "findings[].vulnerability.aliases": "array",
  "findings[].vulnerability.fixedVersion": "string",
  "findings[].vulnerability.feed": "string",
  "findings[].location.path": "string",
  "findings[].location.line": "number",
  "findings[].location.layer": "string",
  "findings[].evidence": "object",
  "findings[].fix": "object",
  "findings[].peers": "object",
  trust: "object",
  privileges: "object",
  "verdict.result": "string",
  "verdict.reasons": "array",
  incomplete: "array",
};

const kinds = [
  "vulnerability",
  "misconfiguration",
  "secret",
  "malware",
  "licence",
  "signature",
  "capability",
  "policy",
];

/** Every value under a path; `[]` goes through the members of an array. */
function valuesAt(value: unknown, path: string): unknown[] {
  let values = [value];
  for (const part of path.split(".")) {
    const [name, each] = part.split("[]");
    values = values.flatMap((at) => {
      const next = (at as Record<string, unknown> | null | undefined)?.[name!];
      if (next === undefined) return [];
      return each === undefined ? [next] : (next as unknown[]);
    });
  }
  return values;
}

const typeOf = (value: unknown) => (Array.isArray(value) ? "array" : typeof value);

let folder: string;
let report: unknown;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "plimsoll-names-"));
  await writeOciLayout(join(folder, "image"), shopSpec());
  await writeFile(join(folder, "Dockerfile"), "FROM debian\nRUN curl https://acme.dev/x | sh\n");
  const { out } = await run(
    "check",
    `oci-dir:${join(folder, "image")}`,
    "--dockerfile",
    join(folder, "Dockerfile"),
    "--no-cache",
    "--format",
    "json",
  );
  report = JSON.parse(out);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the JSON report of a real check", () => {
  it.each(Object.entries(promised))("has %s, of type %s", (path, type) => {
    const values = valuesAt(report, path);
    expect(values.length).toBeGreaterThan(0);
    expect(new Set(values.map(typeOf))).toEqual(new Set([type]));
  });

  it("uses only the kinds that were promised", () => {
    for (const kind of valuesAt(report, "findings[].kind")) expect(kinds).toContain(kind);
  });

  it("follows the schema that is checked in", async () => {
    const file = new URL("../../packages/core/schema/report-1.0.json", import.meta.url);
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
    const validate = ajv.compile(JSON.parse(await readFile(file, "utf8")));
    validate(report);
    expect(validate.errors).toBeNull();
  });
});
