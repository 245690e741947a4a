import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openImage, writeOciLayout } from "@plimsoll/image";
import { scanImage } from "@plimsoll/scan";
import { check } from "plimsoll";
import { afterAll, beforeAll, expect, it } from "vitest";

const files: Readonly<Record<string, string>> = {
  "package-lock.json": JSON.stringify({
    lockfileVersion: 3,
    packages: {
      "": { name: "shop" },
      "node_modules/lodash": { version: "4.17.20" },
      "node_modules/minimist": { version: "1.2.0", dev: true },
    },
  }),
  "node_modules/lodash/package.json": '{"name":"lodash","version":"4.17.20","license":"MIT"}',
  "node_modules/lodash/yarn.lock": 'evil@^1.0.0:\n  version "1.0.0"\n',
  "worker/requirements.txt": "django==3.2.0\nrequests>=2.0\n",
  "worker/go.mod": "module worker\n\ngo 1.21\n\nrequire golang.org/x/text v0.3.0\n",
  "legacy/pom.xml":
    "<project><dependencies><dependency><groupId>org.apache.logging.log4j</groupId><artifactId>log4j-core</artifactId><version>2.14.1</version></dependency></dependencies></project>",
  "native/conan.lock": '{"version":"0.5","requires":["zlib/1.2.11#1f"]}',
  "broken/Cargo.lock": "= = =",
  ".git/yarn.lock": 'evil@^1.0.0:\n  version "1.0.0"\n',
  "nested/.git/yarn.lock": 'evil@^1.0.0:\n  version "1.0.0"\n',
};

/** A path of Nix's store. */
const store = (name: string) => `nix/store/0c7c96zikzxq3d9vxsnrl6ccx7dyg95l-${name}`;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "plimsoll-source-"));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, "app", path)), { recursive: true });
    await writeFile(join(folder, "app", path), content);
  }
});

afterAll(() => rm(folder, { recursive: true, force: true }));

it("A folder of source is judged by its lockfiles: once per package, without git's own files", async () => {
  const report = await check(`dir:${join(folder, "app")}`, {
    config: { cache: { enabled: false } },
  });
  expect(report.subject).toMatchObject({ kind: "filesystem", source: "dir" });
  expect(
    report.inventory.packages.map(({ purl, locations }) => [
      purl,
      ...locations.map(({ path }) => path),
    ]),
  ).toEqual([
    ["pkg:conan/zlib@1.2.11", "native/conan.lock"],
    ["pkg:golang/golang.org/x/text@v0.3.0", "worker/go.mod"],
    ["pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1", "legacy/pom.xml"],
    ["pkg:npm/lodash@4.17.20", "node_modules/lodash/package.json", "package-lock.json"],
    ["pkg:pypi/django@3.2.0", "worker/requirements.txt"],
  ]);
  const found = report.findings.filter(({ kind }) => kind === "vulnerability");
  const affected = new Set(found.map((finding) => finding.package?.name));
  expect(affected).toContain("lodash");
  expect(affected).toContain("org.apache.logging.log4j:log4j-core");
  expect(affected).toContain("golang.org/x/text");
  expect(affected).toContain("django");
  expect(report.verdict.result).toBe("fail");
});

it("A folder of source has no configuration to judge and no distribution to miss", async () => {
  const report = await check(`dir:${join(folder, "app")}`, {
    config: { cache: { enabled: false } },
  });
  const failing = report.findings.filter(({ status }) => status === "fail");
  expect(new Set(failing.map(({ kind }) => kind))).toEqual(new Set(["vulnerability"]));
  expect(report.privileges.containers).toEqual([]);
  expect(report.incomplete.map(({ code, what }) => [code, what])).toEqual([
    ["MALFORMED", "broken/Cargo.lock"],
  ]);
});

it("An image is judged by what is installed, whatever lockfiles lie in it", async () => {
  const layout = join(folder, "layout");
  const content = [
    ["package-lock.json", files["package-lock.json"]!],
    ["node_modules/lodash/package.json", files["node_modules/lodash/package.json"]!],
  ] as const;
  await writeOciLayout(layout, {
    layers: [
      {
        entries: [
          ...content.map(([path, text]) => ({ path, content: text })),
          { path: store("zlib-1.3"), type: "directory" as const },
          { path: `${store("zlib-1.3")}/lib/libz.so`, content: "" },
          { path: store("gone-1.0"), type: "directory" as const },
        ],
      },
      { entries: [{ path: store("gone-1.0").replace("store/", "store/.wh.") }] },
    ],
  });
  const image = await openImage(`oci-dir:${layout}`);
  const { inventory } = await scanImage(image);
  await image.close();
  expect(inventory.packages.map(({ purl, locations }) => [purl, locations.length])).toEqual([
    ["pkg:nix/zlib@1.3", 1],
    ["pkg:npm/lodash@4.17.20", 1],
  ]);

  const source = await openImage(`dir:${join(folder, "app")}`);
  expect((await scanImage(source)).inventory.packages).toHaveLength(5);
});
