import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { writeOciLayout } from "@plimsoll/image";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shopSpec } from "./shop-spec.ts";

const run = promisify(execFile);
const packageFolder = fileURLToPath(new URL("../../packages/plimsoll", import.meta.url));
const tsup = fileURLToPath(new URL("../../node_modules/tsup/dist/cli-default.js", import.meta.url));

let folder: string;
const at = (name: string) => join(folder, name);

// What users get is the bundle, which can break where the sources work.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "plimsoll-built-"));
  const build = ["--conditions=@plimsoll/source", tsup, "--silent", "--out-dir", at("dist")];
  await run(process.execPath, build, { cwd: packageFolder });
  await cp(join(packageFolder, "bin"), at("bin"), { recursive: true });
  await writeFile(at("package.json"), '{"type":"module"}');
  await writeOciLayout(at("image"), shopSpec());
  await writeFile(at("compose.yaml"), "services:\n  web:\n    image: web\n    privileged: true\n");
  await writeFile(at("plimsoll.yml"), "image: oci-dir:image\nfail-on: none\n");
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function plimsoll(...args: string[]) {
  const options = {
    cwd: folder,
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, TMPDIR: folder },
  };
  const child = run(process.execPath, [at("bin/plimsoll.js"), ...args], options);
  const { stdout, stderr } = await child.catch((error) => error);
  return { exitCode: child.child.exitCode, out: stdout as string, err: stderr as string };
}

describe("the built command", () => {
  it("checks the image that plimsoll.yml names, as it asks", async () => {
    const before = await readdir(folder);
    const { exitCode, out, err } = await plimsoll("check", "--no-cache", "--format", "json");
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: "" });
    expect(JSON.parse(out).inventory.packages).toHaveLength(4);
    expect(await readdir(folder)).toEqual(before);
  });

  it("names the line of a plimsoll.yml that is not YAML", async () => {
    await writeFile(at("broken.yml"), "fail-on: [\n");
    const { exitCode, err } = await plimsoll("check", "--config", "broken.yml");
    expect(exitCode).toBe(2);
    expect(err).toMatch(/broken\.yml is not YAML: .* at line 2/);
  });

  it("audits a compose file", async () => {
    const { out } = await plimsoll("audit", "compose.yaml", "--format", "json");
    const rules = JSON.parse(out).findings.map(({ rule }: { rule: string }) => rule);
    expect(rules).toContain("compose-privileged");
  });

  it.each(["terminal", "json", "sarif", "markdown", "html", "cyclonedx", "spdx", "spdx3", "syft"])(
    "renders %s",
    async (format) => {
      const { exitCode, out, err } = await plimsoll("check", "--no-cache", "--format", format);
      expect({ exitCode, err }).toEqual({ exitCode: 0, err: "" });
      expect(out).toContain("lodash");
    },
  );

  // The readers of XML and YAML are loaded when a feed needs them, from files of their own.
  it("builds advisories from feeds in JSON, YAML and XML", async () => {
    await mkdir(at("feeds"));
    await writeFile(
      at("feeds/updateinfo.xml"),
      `<?xml version="1.0"?>
<updates>
  <update author="linux-security@amazon.com" status="final" type="security" version="1.4">
    <id>ALAS2023-2024-001</id>
    <title>Amazon Linux 2023 - ALAS2023-2024-001: important priority package update for curl</title>
    <issued date="2024-01-02 03:04"/>
    <severity>important</severity>
    <references><reference href="https://example.invalid" id="CVE-2024-1" title="CVE-2024-1" type="cve"/></references>
    <pkglist><collection short="amazon-linux-2023"><name>Amazon Linux 2023</name>
      <package arch="x86_64" name="curl" version="8.5.0" release="1.amzn2023.0.1" epoch="0"><filename>curl.rpm</filename></package>
    </collection></pkglist>
  </update>
</updates>
`,
    );
    await writeFile(
      at("feeds/gem.yml"),
      'gem: rack\ncve: 2022-30122\ntitle: A flaw\ndate: 2022-05-27\npatched_versions: ["~> 2.0.9"]\n',
    );
    const { out, err } = await plimsoll("advisories", "build", "--from", "feeds", "--out", "adv");
    expect(err).toBe("");
    expect(out).toContain("rubygems: 1 advisories");
    expect(out).toContain("amzn-2023: 1 advisories");
  });
});
