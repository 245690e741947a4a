import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeOciLayout } from "@plimsoll/image";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CheckOptions, check } from "../../src/index.ts";

const folder = mkdtempSync(join(tmpdir(), "plimsoll-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const example = fileURLToPath(
  new URL("../../../../examples/inspectors/acme-build.mjs", import.meta.url),
);
const stamped = join(folder, "stamped");
const plain = join(folder, "plain");
beforeAll(async () => {
  const os = { path: "etc/os-release", content: "ID=debian\nVERSION_ID=12\n" };
  await writeOciLayout(stamped, {
    layers: [
      { entries: [os] },
      { entries: [{ path: "etc/acme-build", content: "build=1.2.3\n" }] },
    ],
  });
  await writeOciLayout(plain, { layers: [{ entries: [os] }] });
});

function look(image: string, inspectors: string[], options: CheckOptions = {}) {
  return check(`oci-dir:${image}`, {
    config: { inspectors, cache: { directory: join(folder, "cache") } },
    directory: folder,
    parts: ["packages"],
    ...options,
  });
}

function module(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return name;
}

const rules = ({ findings }: { findings: readonly { rule: string }[] }) =>
  findings.map(({ rule }) => rule);

describe("an inspector of the user's", () => {
  it("adds packages to the inventory, with their layer, and findings to the report", async () => {
    const good = await look(stamped, [example]);
    expect(good.inventory.packages).toMatchObject([
      {
        name: "acme-platform",
        version: "1.2.3",
        purl: "pkg:generic/acme-platform@1.2.3",
        locations: [{ path: "etc/acme-build", layer: good.inventory.layers[1]!.diffId }],
      },
    ]);
    expect(rules(good)).toEqual([]);
    const bad = await look(plain, [example]);
    expect(bad.findings).toMatchObject([
      { rule: "acme-build-missing", kind: "policy", status: "fail", severity: "high" },
    ]);
    expect(bad.verdict.result).toBe("fail");
  });

  it("is walked again when its module changes, though the layers were walked before", async () => {
    const text = (word: string) =>
      `export default { inspector: { id: "word", version: 1,
        wants: ({ path }) => (path === "etc/os-release" ? 0 : undefined), inspect: () => "${word}" },
        packages: (fact) => [{ name: fact, version: "1", purl: "pkg:generic/" + fact + "@1" }] };`;
    const names = async (file: string) =>
      (await look(plain, [file])).inventory.packages.map(({ name }) => name);
    expect(await names(module("a.mjs", text("one")))).toEqual(["one"]);
    expect(await names(module("b.mjs", text("two")))).toEqual(["two"]);
  });

  it("that fails costs nobody the rest", async () => {
    const broken = module(
      "broken.mjs",
      `export default { inspector: { id: "broken", version: 1,
        wants: ({ path }) => (path === "etc/os-release" ? 1 : undefined),
        inspect: () => { throw new Error("no luck"); } },
        findings: () => [{ rule: "x", kind: "nonsense", severity: "high", title: "x" }] };`,
    );
    const report = await look(plain, [broken, example]);
    expect(rules(report)).toEqual(["acme-build-missing"]);
    expect(report.incomplete).toMatchObject([
      { what: "inspector broken.mjs" },
      { what: "etc/os-release", why: "broken: no luck" },
    ]);
  });

  it("is not loaded where the caller does not allow it, and the report says so", async () => {
    const report = await look(plain, [example], { allowInspectors: false });
    expect(rules(report)).toEqual([]);
    expect(report.incomplete).toMatchObject([{ code: "UNSUPPORTED", what: example }]);
  });

  it.for([
    ["missing.mjs", undefined, /cannot be used/],
    ["empty.mjs", "export const nothing = 1;", /no default export/],
    ["none.mjs", "export default {};", /no inspector/],
    ["id.mjs", "export default { inspector: { id: 'A b', version: 1 } };", /id is not a word/],
    ["version.mjs", "export default { inspector: { id: 'a', version: 'x' } };", /version/],
    ["functions.mjs", "export default { inspector: { id: 'a', version: 1 } };", /both functions/],
    [
      "taken.mjs",
      "export default { inspector: { id: 'dpkg', version: 1, wants() {}, inspect() {} } };",
      /id "dpkg" is taken/,
    ],
    [
      "packages.mjs",
      "export default { inspector: { id: 'a', version: 1, wants() {}, inspect() {} }, packages: 1 };",
      /packages is not a function/,
    ],
  ] as const)("says what is wrong with %s", async ([name, text, why]) => {
    if (text !== undefined) module(name, text);
    await expect(look(plain, [name])).rejects.toMatchObject({
      code: "INVALID_CONFIG",
      subject: name,
      message: expect.stringMatching(why),
    });
  });
});
