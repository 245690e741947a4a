import { mkdir, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { packImage, writeDockerArchive, writeOciLayout, writeTar } from "@plimsoll/image";
import { createRegistryClient } from "@plimsoll/registry";
import { check } from "plimsoll";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../../packages/plimsoll/test/cli/test-io.ts";
import { type RegistryServer, startRegistry } from "../support/src/registry.ts";
import { shopSpec } from "./shop-spec.ts";

let folder: string;
let registry: RegistryServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "plimsoll-bad-"));
  registry = await startRegistry();
});
afterAll(async () => {
  await registry.close();
  await rm(folder, { recursive: true, force: true });
});

const inFolder = (name: string) => join(folder, name);
const checkByCommand = (reference: string, ...more: string[]) =>
  run("check", reference, "--no-cache", "--fail-on", "none", "--format", "json", ...more);

/** A layout whose layers are tampered with by `change`, which gets each blob's bytes. */
async function tamperedLayout(name: string, change: (bytes: Buffer, index: number) => Buffer) {
  const directory = inFolder(name);
  await writeOciLayout(directory, shopSpec());
  for (const [index, { digest }] of packImage(shopSpec()).layers.entries()) {
    const path = join(directory, "blobs", ...digest.split(":"));
    await writeFile(path, change(await readFile(path), index));
  }
  return `oci-dir:${directory}`;
}

describe("what does not exist", () => {
  it("in a registry ends in a typed error, which it answers only when plain HTTP is allowed", async () => {
    const image = `${registry.host}/acme/none:1`;
    const unasked = await checkByCommand(image);
    expect(unasked).toMatchObject({ exitCode: 3, out: "" });
    expect(unasked.err).toContain("(UNREACHABLE)");
    expect(unasked.err).toContain(`--insecure ${registry.host}`);
    const asked = await checkByCommand(image, "--insecure", registry.host);
    expect(asked).toMatchObject({ exitCode: 3, out: "" });
    expect(asked.err).toContain("(NOT_FOUND)");
  });

  it.each([
    ["an archive", () => `docker-archive:${inFolder("none.tar")}`, 3, "NOT_FOUND"],
    ["a layout", () => `oci-dir:${inFolder("none")}`, 3, "NOT_FOUND"],
    ["a registry", () => "127.0.0.1:9/acme/none:1", 3, "UNREACHABLE"],
    ["a reference that makes sense", () => "UPPER/case:x y", 2, "INVALID_REFERENCE"],
  ])("%s ends in a typed error", async (_, reference, exitCode, code) => {
    const result = await checkByCommand(reference());
    expect(result.err).toMatch(new RegExp(`\\((?:${code})\\)`));
    expect(result).toMatchObject({ exitCode, out: "" });
  });
});

describe("an image that is damaged in part", () => {
  it("reports a truncated layer and keeps the rest", async () => {
    const reference = await tamperedLayout("truncated", (bytes, index) =>
      index === 2 ? bytes.subarray(0, bytes.length - 40) : bytes,
    );
    const { exitCode, out } = await checkByCommand(reference);
    const report = JSON.parse(out);
    expect(exitCode).toBe(3);
    expect(report.incomplete.length).toBeGreaterThan(0);
    expect(report.inventory.packages.map(({ name }: { name: string }) => name)).toContain("curl");
    expect(report.verdict.result).toBe("warn");
  });

  it("refuses a layer whose digest does not match, and keeps the rest", async () => {
    const other = gzipSync(writeTar([{ path: "var/lib/dpkg/status", content: "" }]));
    const reference = await tamperedLayout("swapped", (bytes, index) =>
      index === 1 ? other : bytes,
    );
    const { exitCode, out } = await checkByCommand(reference);
    const report = JSON.parse(out);
    expect(exitCode).toBe(3);
    expect(report.incomplete).toEqual([expect.objectContaining({ code: "DIGEST_MISMATCH" })]);
    expect(report.inventory.packages.map(({ name }: { name: string }) => name)).toContain("lodash");
  });

  it("reports a missing blob and keeps the rest", async () => {
    const reference = await tamperedLayout("missing", (bytes) => bytes);
    const [, second] = packImage(shopSpec()).layers;
    await rm(join(inFolder("missing"), "blobs", ...second!.digest.split(":")));
    const { exitCode, out } = await checkByCommand(reference);
    expect(exitCode).toBe(3);
    expect(JSON.parse(out).incomplete).toEqual([expect.objectContaining({ code: "NOT_FOUND" })]);
  });

  it("stops a layer that unfolds without end, in bounded time, and keeps the rest", async () => {
    const spec = shopSpec();
    const bomb = gzipSync(writeTar([{ path: "zeros", content: Buffer.alloc(320 * 1024 * 1024) }]));
    const directory = inFolder("bomb");
    await writeOciLayout(directory, {
      ...spec,
      layers: [...spec.layers, { tar: writeTar([{ path: "small", content: "x" }]) }],
    });
    const last = packImage({
      ...spec,
      layers: [...spec.layers, { tar: writeTar([{ path: "small", content: "x" }]) }],
    }).layers.at(-1)!;
    await writeFile(join(directory, "blobs", ...last.digest.split(":")), bomb);
    const { exitCode, out } = await checkByCommand(`oci-dir:${directory}`);
    const report = JSON.parse(out);
    expect(exitCode).toBe(3);
    expect(report.incomplete.map(({ code }: { code: string }) => code)).toEqual([
      expect.stringMatching(/LIMIT_EXCEEDED|DIGEST_MISMATCH/),
    ]);
    expect(report.inventory.packages).toHaveLength(4);
  });

  it("names paths that leave the image and goes on", async () => {
    const spec = shopSpec();
    const entries = [
      { path: "../../etc/shadow", content: "x" },
      { path: "/absolute/file", content: "y" },
      { path: "loop", type: "symlink" as const, linkTarget: "loop" },
    ];
    await writeOciLayout(inFolder("paths"), { ...spec, layers: [...spec.layers, { entries }] });
    const { out } = await checkByCommand(`oci-dir:${inFolder("paths")}`);
    const report = JSON.parse(out);
    expect(report.incomplete.map(({ what }: { what: string }) => what).join()).toContain(
      "etc/shadow",
    );
    expect(report.inventory.packages).toHaveLength(4);
  });
});

describe("an image that is odd but valid", () => {
  it("accepts one without layers", async () => {
    await writeOciLayout(inFolder("empty"), { layers: [] });
    const { exitCode, out } = await checkByCommand(`oci-dir:${inFolder("empty")}`);
    expect(exitCode).toBe(0);
    expect(JSON.parse(out).inventory).toEqual({ layers: [], packages: [] });
  });

  it("says that it has no advisories for an unknown distribution", async () => {
    await writeOciLayout(inFolder("unknown"), {
      layers: [
        {
          entries: [
            { path: "etc/os-release", content: "ID=atlantis\nVERSION_ID=7\n" },
            {
              path: "var/lib/dpkg/status",
              content: "Package: a\nStatus: install ok installed\nArchitecture: all\nVersion: 1\n",
            },
          ],
        },
      ],
    });
    const { exitCode, out } = await checkByCommand(`oci-dir:${inFolder("unknown")}`);
    expect(exitCode).toBe(3);
    expect(JSON.stringify(JSON.parse(out).incomplete)).toContain("atlantis");
  });
});

describe("files that are not what they claim", () => {
  it("refuses an archive of noise", async () => {
    await writeFile(inFolder("noise.tar"), Buffer.alloc(4096, 0x5a));
    const { exitCode, err } = await checkByCommand(`docker-archive:${inFolder("noise.tar")}`);
    expect(exitCode).toBe(3);
    expect(err).toMatch(/\(MALFORMED\)|\(UNSUPPORTED\)/);
  });

  it("reports an archive that ends too early", async () => {
    await writeDockerArchive(inFolder("short.tar"), shopSpec());
    await truncate(inFolder("short.tar"), 6000);
    const { exitCode } = await checkByCommand(`docker-archive:${inFolder("short.tar")}`);
    expect(exitCode).toBe(3);
  });

  it("refuses a configuration with an unknown key and says which are known", async () => {
    await mkdir(inFolder("config"));
    await writeFile(inFolder("config/plimsoll.yml"), "fail_on: high\n");
    const { exitCode, err } = await checkByCommand(
      "debian:12",
      "--config",
      inFolder("config/plimsoll.yml"),
    );
    expect(exitCode).toBe(2);
    expect(err).toContain("fail_on");
    expect(err).toContain("fail-on");
  });
});

describe("a registry that misbehaves", () => {
  it("does not hang on one that stalls", async () => {
    registry.fail({ on: /acme\/stall/, kind: "stall" });
    const client = createRegistryClient({
      timeoutMs: 300,
      retries: 1,
      insecure: [registry.host],
    });
    await expect(
      check(`${registry.host}/acme/stall:1`, { registry: client }),
    ).rejects.toMatchObject({
      code: "TIMEOUT",
    });
    await client.close();
  });
});
