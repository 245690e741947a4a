import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AdvisoryStore, buildAdvisories, openAdvisories } from "@plimsoll/advisories";
import { type ImageSpec, openImage, writeOciLayout } from "@plimsoll/image";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Scan, type ScanOptions, scanImage } from "../src/scan-image.ts";

function status(...packages: [name: string, version: string][]): string {
  return packages
    .map(
      ([name, version]) =>
        `Package: ${name}\nStatus: install ok installed\nVersion: ${version}\nArchitecture: amd64\n`,
    )
    .join("\n");
}

const spec: ImageSpec = {
  layers: [
    {
      createdBy: "ADD rootfs.tar /",
      entries: [
        { path: "etc/os-release", type: "symlink", linkTarget: "../usr/lib/os-release" },
        { path: "usr/lib/os-release", content: 'ID=debian\nVERSION_ID="12"\n' },
        { path: "var/lib/dpkg/status", content: status(["bash", "5.2.15-2"]) },
        {
          path: "app/node_modules/gone/package.json",
          content: '{"name":"gone","version":"1.0.0"}',
        },
      ],
    },
    {
      createdBy: "RUN pnpm install",
      entries: [
        {
          path: "app/node_modules/lodash/package.json",
          content: '{"name":"lodash","version":"4.17.15"}',
        },
        { path: "app/node_modules/broken/package.json", content: "{" },
        // pnpm links packages into its store, which may come first in the archive.
        { path: "a-store/00/ff", content: '{"name":"linked","version":"2.0.0"}' },
        {
          path: "app/node_modules/linked/package.json",
          type: "hardlink",
          linkTarget: "a-store/00/ff",
        },
        { path: "app/node_modules/gone/.wh.package.json" },
      ],
    },
    {
      createdBy: "RUN apt-get install curl",
      entries: [
        {
          path: "var/lib/dpkg/status",
          content: status(["bash", "5.2.15-2"], ["curl", "7.88.1-10"]),
        },
      ],
    },
  ],
};

/** One advisory in the OSV schema, so that the test does not depend on the embedded ones. */
const advisory = {
  schema_version: "1.6.0",
  id: "GHSA-test-test-test",
  aliases: ["CVE-2020-8203"],
  modified: "2026-01-01T00:00:00Z",
  published: "2026-01-01T00:00:00Z",
  summary: "Prototype pollution",
  database_specific: { severity: "HIGH" },
  affected: [
    {
      package: { ecosystem: "npm", name: "lodash" },
      ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed: "4.17.19" }] }],
    },
  ],
};

describe("scanImage", () => {
  let folder = "";
  let store: AdvisoryStore;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "plimsoll-scan-"));
    await writeOciLayout(join(folder, "image"), spec);
    await mkdir(join(folder, "feed"));
    await writeFile(join(folder, "feed/lodash.json"), JSON.stringify(advisory));
    const out = join(folder, "advisories");
    await buildAdvisories({ from: [join(folder, "feed")], out });
    store = await openAdvisories({ directory: out });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function scan(options: ScanOptions = { store }): Promise<Scan> {
    const image = await openImage(`oci-dir:${join(folder, "image")}`);
    try {
      return await scanImage(image, options);
    } finally {
      await image.close();
    }
  }

  it("finds the packages of all layers, with the layer that brought each", async () => {
    const { inventory } = await scan();
    const indexOf = new Map(inventory.layers.map(({ diffId, index }) => [diffId, index]));
    expect(inventory.packages.map(({ purl, layer }) => [purl, indexOf.get(layer ?? "")])).toEqual([
      ["pkg:deb/debian/bash@5.2.15-2?arch=amd64&distro=debian-12", 0],
      ["pkg:deb/debian/curl@7.88.1-10?arch=amd64&distro=debian-12", 2],
      ["pkg:npm/linked@2.0.0", 1],
      ["pkg:npm/lodash@4.17.15", 1],
    ]);
    expect(inventory.layers.map(({ createdBy }) => createdBy)).toEqual(
      spec.layers.map(({ createdBy }) => createdBy),
    );
  });

  it("finds a package that is only a link into a store at its place, and nowhere else", async () => {
    const { inventory } = await scan();
    const linked = inventory.packages.find(({ name }) => name === "linked");
    expect(linked?.locations.map(({ path }) => path)).toEqual([
      "app/node_modules/linked/package.json",
    ]);
  });

  it("matches them against the advisories at hand", async () => {
    const { findings } = await scan();
    expect(findings).toMatchObject([
      {
        kind: "vulnerability",
        status: "fail",
        package: { purl: "pkg:npm/lodash@4.17.15" },
        vulnerability: { id: "CVE-2020-8203", fixedVersion: "4.17.19" },
      },
    ]);
  });

  it("uses the embedded advisories when none are given", async () => {
    const { findings } = await scan({});
    const ids = findings
      .filter((finding) => finding.package?.name === "lodash")
      .map((finding) => finding.vulnerability?.id);
    expect(ids).toContain("CVE-2021-23337");
  });

  it("reports the manifest that it could not read, and scans the rest", async () => {
    const { incomplete } = await scan();
    expect(incomplete).toContainEqual(
      expect.objectContaining({ code: "MALFORMED", what: "app/node_modules/broken/package.json" }),
    );
  });

  it("stops when it is asked to", async () => {
    await expect(scan({ store, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "ABORTED",
    });
  });
});
