import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeOciLayout } from "@plimsoll/image";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "./test-io.ts";

const folder = mkdtempSync(join(tmpdir(), "plimsoll-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);
const image = `oci-dir:${at("shop")}`;

beforeAll(async () => {
  const content = JSON.stringify({ name: "lodash", version: "4.17.4" });
  await writeOciLayout(at("shop"), {
    layers: [{ entries: [{ path: "app/node_modules/lodash/package.json", content }] }],
  });
  writeFileSync(
    at("vendor.json"),
    JSON.stringify({
      "@context": "https://openvex.dev/ns/v0.2.0",
      "@id": "ACME-7",
      author: "Acme Security",
      statements: [
        {
          vulnerability: { name: "CVE-2019-10744" },
          products: [{ "@id": "pkg:npm/lodash" }],
          status: "not_affected",
          impact_statement: "It is never called.",
        },
      ],
    }),
  );
});

const scan = (...rest: string[]) => run("scan", image, "--no-cache", "--no-secrets", ...rest);

describe("plimsoll scan --vex", () => {
  it("applies a document, and shows with --verbose what that clears", async () => {
    const plain = await scan("--verbose");
    expect(plain.out).not.toContain("Suppressed");
    const { out } = await scan("--verbose", "--vex", at("vendor.json"));
    expect(out).toContain("CVE-2019-10744: Acme Security says not affected: It is never called.");
    expect(out).toContain("1 suppressed, 1 by VEX");
  });

  it("writes documents by their ending, in the author's name", async () => {
    const names = ["a.openvex.json", "a.vex.json", "a.csaf.json", "a.vex.cdx.json"];
    const outputs = names.flatMap((name) => ["-o", at(name)]);
    await scan("-q", "--vex-author", "Me", "--vex", at("vendor.json"), ...outputs);
    const [openVex, alike, csaf, cdx] = names.map((name) =>
      JSON.parse(readFileSync(at(name), "utf8")),
    );
    expect(openVex["@context"]).toBe("https://openvex.dev/ns/v0.2.0");
    expect(openVex.author).toBe("Me");
    expect(alike).toEqual(openVex);
    expect(csaf.document).toMatchObject({ category: "csaf_vex", publisher: { name: "Me" } });
    expect(cdx).toMatchObject({ bomFormat: "CycloneDX", metadata: { authors: [{ name: "Me" }] } });
  });

  it("says with its exit code that a document could not be read", async () => {
    const { exitCode, out } = await scan("--fail-on", "none", "--vex", at("missing.json"));
    expect(exitCode).toBe(3);
    expect(out).toContain("missing.json: There is no such file.");
  });
});
