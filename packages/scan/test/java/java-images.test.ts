import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Package } from "@plimsoll/core";
import { type ImageSpec, openImage, writeOciLayout } from "@plimsoll/image";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Scan, scanImage } from "../../src/scan-image.ts";
import { kitFolder } from "../support/shared.ts";
import { buildZip, pomProperties } from "../support/zip.ts";

/** `group artifact version place` of every copy of every Java package, sorted. */
function copies(packages: readonly Package[]): string[] {
  return packages
    .filter(({ type }) => type === "maven")
    .flatMap(({ name, version, locations }) =>
      locations.map(({ path }) => [...name.split(":"), version, path].join(" ")),
    )
    .sort();
}

async function scan(layout: string): Promise<Scan> {
  const image = await openImage(`oci-dir:${layout}`);
  try {
    return await scanImage(image);
  } finally {
    await image.close();
  }
}

describe("scanImage on Java archives", () => {
  const log4j = buildZip([pomProperties("org.apache.logging.log4j", "log4j-core", "2.14.1")]);
  const fatJar = buildZip([
    pomProperties("com.example", "shop", "1.0"),
    { name: "BOOT-INF/lib/log4j-core-2.14.1.jar", content: log4j },
  ]);
  const spec: ImageSpec = {
    layers: [
      {
        createdBy: "COPY lib /opt/lib",
        entries: [{ path: "opt/lib/log4j-core.jar", content: log4j }],
      },
      {
        createdBy: "COPY shop.jar /app",
        entries: [
          { path: "app/shop.jar", content: fatJar },
          { path: "app/broken.jar", content: "no archive" },
          {
            path: "app/half.war",
            content: buildZip([{ name: "WEB-INF/lib/x.jar", content: "?" }]),
          },
        ],
      },
    ],
  };
  let folder = "";
  let found: Scan;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "plimsoll-java-"));
    await writeOciLayout(folder, spec);
    found = await scan(folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("finds Log4Shell inside a fat jar", () => {
    expect(found.findings).toContainEqual(
      expect.objectContaining({
        package: {
          purl: "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1",
          name: "org.apache.logging.log4j:log4j-core",
          version: "2.14.1",
        },
        vulnerability: expect.objectContaining({ id: "CVE-2021-44228", fixedVersion: "2.15.0" }),
      }),
    );
  });

  it("lists copies of a library as places of one package, with the layer that brought it", () => {
    const { layers, packages } = found.inventory;
    expect(packages.map(({ name }) => name)).toEqual([
      "com.example:shop",
      "org.apache.logging.log4j:log4j-core",
    ]);
    expect(packages[1]).toMatchObject({
      layer: layers[0]!.diffId,
      locations: [
        { path: "opt/lib/log4j-core.jar", layer: layers[0]!.diffId },
        { path: "app/shop.jar!/BOOT-INF/lib/log4j-core-2.14.1.jar", layer: layers[1]!.diffId },
      ],
    });
  });

  it("says which archives it could not read, also inside another one", () => {
    const missing = found.incomplete.filter(({ code }) => code === "MALFORMED");
    expect(missing.map(({ what, why }) => [what, why])).toEqual([
      ["app/broken.jar", expect.stringContaining("not a whole ZIP archive")],
      [
        "app/half.war",
        expect.stringContaining('"WEB-INF/lib/x.jar": it is not a whole ZIP archive'),
      ],
    ]);
    expect(missing[1]?.why).not.toContain("undefined");
  });
});

describe("scanImage on the kit's Java image", () => {
  it("finds every pom.properties of the truth at its place, and explains all that is more", async ({
    skip,
  }) => {
    const kit = kitFolder();
    if (kit === undefined) return skip();
    const layout = `${kit}/images/apps-java`;
    if (!existsSync(`${layout}/index.json`)) {
      console.log("skipped: the kit's image apps-java was not built");
      return skip();
    }
    const { inventory, incomplete, facts } = await scan(layout);
    expect([
      ...facts.incomplete,
      ...incomplete.filter(({ code }) => code !== "UNSUPPORTED"),
    ]).toEqual([]);
    const truth = readFileSync(`${kit}/layers/apps-java.expect/pom.tsv`, "utf8")
      .trimEnd()
      .split("\n")
      // The truth writes `app.war!WEB-INF`, Java itself `app.war!/WEB-INF`.
      .map((line) => line.split("\t").join(" ").replaceAll("!", "!/"));
    const rows = copies(inventory.packages);
    expect(truth.filter((row) => !rows.includes(row))).toEqual([]);

    // Not in the truth, which knows only pom.properties: by manifest and file name.
    const versions = new Set(truth);
    const more = rows.filter((row) => !versions.has(row)).map((row) => row.split(" ").slice(0, -2));
    expect([...new Set(more.map((parts) => parts.join(":")))]).toEqual([
      "app",
      "boot",
      "commons-collections:commons-collections",
      "log4j:log4j",
      "org.bouncycastle:bcprov",
      "org.springframework:spring-core",
      "protobuf",
      "protobuf-util",
    ]);
  });
});
