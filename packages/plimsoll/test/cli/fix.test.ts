import {
  chmod,
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRegistryClient, parseReference } from "@plimsoll/registry";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startRegistry } from "../../../../test/support/src/registry.ts";
import { run } from "./test-io.ts";

const before = "# ours\r\nFROM debian:12\r\nRUN sudo apt-get install curl\r\nCMD node x.js";
const safe =
  '# ours\r\nFROM debian:12\r\nRUN sudo apt-get install -y --no-install-recommends curl\r\nCMD ["node", "x.js"]';

let folder: string;
const at = (name: string) => join(folder, name);
const read = (name: string) => readFile(at(name), "utf8");

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "plimsoll-fix-")));
  vi.spyOn(process, "cwd").mockReturnValue(folder);
  await writeFile(at("Dockerfile"), before);
  await writeFile(at("compose.yaml"), "services:\n  web:\n    image: a:1\n    privileged: true\n");
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

describe("plimsoll audit --fix", () => {
  it("mends what is safe, says so, and reports what is left", async () => {
    await chmod(at("Dockerfile"), 0o640);
    const { out, err } = await run("audit", at("Dockerfile"), "--fix", "--format", "json");
    expect(await read("Dockerfile")).toBe(safe);
    expect((await stat(at("Dockerfile"))).mode & 0o777).toBe(0o640);
    expect(err).toBe(`${at("Dockerfile")}: 3 findings mended\n`);
    const failing = JSON.parse(out)
      .findings.filter(({ status }: { status: string }) => status === "fail")
      .map(({ rule }: { rule: string }) => rule);
    expect(failing).toContain("dockerfile-sudo");
    expect(failing).not.toContain("dockerfile-apt-yes");
    // Again: nothing to do, and no file left behind.
    expect((await run("audit", at("Dockerfile"), "--fix")).err).toBe("");
    expect(await read("Dockerfile")).toBe(safe);
    expect((await readdir(folder)).sort()).toEqual(["Dockerfile", "compose.yaml"]);
  });

  it("mends what may change the program only when told", async () => {
    await run("audit", at("compose.yaml"), "--fix");
    expect(await read("compose.yaml")).toContain("privileged: true");
    const { exitCode } = await run("audit", at("compose.yaml"), "--fix=unsafe");
    expect(await read("compose.yaml")).toContain("privileged: false");
    expect(exitCode).toBe(0);
    expect((await run("audit", at("compose.yaml"), "--fix=bold")).err).toContain(
      "choose one of safe, unsafe",
    );
  });

  it("leaves alone what plimsoll.yml waives", async () => {
    const waiver = "ignore: [{ rule: dockerfile-apt-yes, reason: the tool asks on purpose }]\n";
    await writeFile(at("plimsoll.yml"), waiver);
    await run("audit", at("Dockerfile"), "--fix");
    expect(await read("Dockerfile")).toContain("apt-get install --no-install-recommends curl");
  });

  it("refuses links and files outside of the working folder, before it writes anything", async () => {
    await symlink(at("Dockerfile"), at("linked.Dockerfile"));
    const linked = await run("audit", at("compose.yaml"), at("linked.Dockerfile"), "--fix=unsafe");
    expect(linked).toMatchObject({ exitCode: 2, out: "" });
    expect(linked.err).toContain("it is a symbolic link");
    await mkdir(at("inside"));
    vi.spyOn(process, "cwd").mockReturnValue(at("inside"));
    const outside = await run("audit", at("Dockerfile"), at("compose.yaml"), "--fix=unsafe");
    expect(outside.exitCode).toBe(2);
    expect(outside.err).toContain("it lies outside of the working folder");
    expect(await read("Dockerfile")).toBe(before);
    expect(await read("compose.yaml")).toContain("privileged: true");
  });

  it("leaves a file alone that is not UTF-8, and other names of the same file", async () => {
    const bytes = Buffer.concat([Buffer.from("# caf\xe9\n", "latin1"), Buffer.from(before)]);
    await writeFile(at("Dockerfile.latin"), bytes);
    const { exitCode, err } = await run("audit", at("Dockerfile.latin"), "--fix");
    expect(exitCode).toBe(3);
    expect(err).toContain("it is not UTF-8");
    expect(await readFile(at("Dockerfile.latin"))).toEqual(bytes);
    await link(at("Dockerfile"), at("backup"));
    await run("audit", at("Dockerfile"), "--fix");
    expect(await read("backup")).toBe(before);
  });
});

describe("plimsoll audit --pin", () => {
  it("writes digests behind the names of images, and says which it could not find", async () => {
    const server = await startRegistry();
    const client = createRegistryClient({ insecure: [server.host] });
    try {
      const mediaType = "application/vnd.oci.image.index.v1+json";
      const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, manifests: [] }));
      const image = `${server.host}/base:1`;
      const { digest } = await client.putManifest(parseReference(image), bytes, mediaType);
      const gone = `${server.host}/gone:1`;
      const text = (base: string) =>
        `FROM ${base} AS a # plimsoll\nFROM ${gone}\nCOPY --from=${base} /a /a\nUSER a\n`;
      await writeFile(at("Dockerfile"), text(image));
      const { err } = await run("audit", at("Dockerfile"), "--pin", "--insecure", server.host);
      expect(await read("Dockerfile")).toBe(text(`${image}@${digest}`));
      expect(err).toContain(`${gone} is not pinned: `);
    } finally {
      await client.close();
      await server.close();
    }
  });
});

describe("plimsoll audit --diff", () => {
  it("prints a patch, writes nothing, and tells by its exit code whether there is one", async () => {
    const { exitCode, out } = await run("audit", at("Dockerfile"), "--diff");
    expect(exitCode).toBe(1);
    expect(out).toContain("--- a/Dockerfile\n+++ b/Dockerfile\n@@ -1,4 +1,4 @@\n # ours\r\n");
    expect(out).toContain('+CMD ["node", "x.js"]\n\\ No newline at end of file\n');
    expect(await read("Dockerfile")).toBe(before);
    expect((await run("audit", at("compose.yaml"), "--diff")).exitCode).toBe(0);
    const unsafe = await run("audit", at("compose.yaml"), "--diff", "--fix=unsafe");
    expect(unsafe.out).toContain("-    privileged: true\n+    privileged: false\n");
    expect((await run("audit", at("gone.yaml"), "--diff")).exitCode).toBe(3);
  });
});
