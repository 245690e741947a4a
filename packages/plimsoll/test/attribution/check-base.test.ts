import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LayerSpec, writeOciLayout } from "@plimsoll/image";
import { renderMarkdown, renderSarif, renderTerminal } from "@plimsoll/report";
import { afterAll, describe, expect, it } from "vitest";
import { check } from "../../src/index.ts";

const folder = mkdtempSync(join(tmpdir(), "plimsoll-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const manifest = (name: string, version: string) => JSON.stringify({ name, version });
const os: LayerSpec = {
  createdBy: "/bin/sh -c #(nop) ADD rootfs.tar in / ",
  entries: [
    { path: "etc/os-release", content: "ID=debian\nVERSION_ID=12\n" },
    {
      path: "usr/local/lib/node_modules/minimist/package.json",
      content: manifest("minimist", "0.0.8"),
    },
  ],
};
const app: LayerSpec = {
  createdBy: "RUN /bin/sh -c npm ci # buildkit",
  entries: [
    { path: "app/node_modules/lodash/package.json", content: manifest("lodash", "4.17.4") },
  ],
};

describe("checking an image", () => {
  it("tells what the base image brought from what is yours, and by which line", async () => {
    const base = join(folder, "base");
    const shop = join(folder, "shop");
    const dockerfile = join(folder, "Dockerfile");
    await writeOciLayout(base, { layers: [os] });
    await writeOciLayout(shop, { layers: [os, app] });
    writeFileSync(dockerfile, "FROM acme.dev/base:1\n\nRUN npm ci\n");
    const config = { cache: { directory: join(folder, "cache") } };

    const alone = await check(`oci-dir:${shop}`, { config: { cache: { enabled: false } } });
    expect(alone.inventory.baseImage).toBeUndefined();
    expect(alone.findings.some(({ inBase }) => inBase !== undefined)).toBe(false);

    await check(`oci-dir:${base}`, { config });
    const report = await check(`oci-dir:${shop}`, {
      config: { ...config, dockerfile: [dockerfile] },
    });
    expect(report.inventory.baseImage).toMatchObject({
      reference: `oci-dir:${base}`,
      layers: 1,
      knownBy: "scanned",
    });
    expect(report.inventory.layers).toMatchObject([
      { inBase: true },
      { inBase: false, dockerfile: { path: dockerfile, line: 3 } },
    ]);
    const inBase = Object.fromEntries(
      report.inventory.packages.map((found) => [found.name, found.inBase]),
    );
    expect(inBase).toEqual({ minimist: true, lodash: false });
    const of = (name: string) => report.findings.find((it) => it.package?.name === name);
    expect(of("minimist")?.inBase).toBe(true);
    expect(of("lodash")?.inBase).toBe(false);

    const words = renderTerminal(report, { verbose: true, width: 200, colour: false });
    expect(words).toContain("layer 1 (base image)");
    expect(words).toContain(`layer 2 (yours, ${dockerfile}:3), RUN npm ci`);
    expect(words).toMatch(/built on oci-dir:\S+ \(1 of 2 layers\), which brought \d+ of \d+/);
    expect(renderMarkdown(report)).toContain("layer 1 (base image)");
    expect(renderSarif(report)).toContain("layer 1 (base image)");
  });

  it("knows the base image by the one that the user names", async () => {
    const named = await check(`oci-dir:${join(folder, "shop")}`, {
      config: { base: `oci-dir:${join(folder, "base")}`, cache: { enabled: false } },
      parts: ["packages"],
    });
    expect(named.inventory.baseImage).toMatchObject({ layers: 1, knownBy: "option" });
  });
});
