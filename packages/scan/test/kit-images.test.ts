import type { Package } from "@plimsoll/core";
import { describe, expect, it } from "vitest";
import { catalogKitImage, readTruth } from "./support/kit.ts";

function rows(
  packages: readonly Package[],
  type: string,
  row: (found: Package) => unknown[],
): string[] {
  return packages
    .filter((found) => found.type === type)
    .map((found) => row(found).join(" "))
    .sort();
}

describe("catalogPackages on real images", () => {
  it.for(["debian12", "debian12-old"])(
    "finds in %s exactly what dpkg-query lists",
    async (name, { skip }) => {
      const catalog = await catalogKitImage(name);
      if (catalog === undefined) return skip();
      const installed = readTruth(name, "dpkg.tsv").filter((columns) =>
        columns[5]?.startsWith("ii"),
      );
      const found = rows(
        catalog.inventory.packages,
        "deb",
        ({ name: binary, version, architecture, source }) => [
          binary,
          version,
          architecture,
          source?.name,
          source?.version,
        ],
      );
      expect(found).toEqual(installed.map((columns) => columns.slice(0, 5).join(" ")).sort());
      expect(catalog.inventory.distribution).toMatchObject({ id: "debian", versionId: "12" });
      expect(catalog.incomplete).toEqual([]);
    },
  );

  it("finds in a distroless image exactly the packages of its status.d", async ({ skip }) => {
    const catalog = await catalogKitImage("distroless");
    if (catalog === undefined) return skip();
    const found = rows(catalog.inventory.packages, "deb", ({ name, version }) => [name, version]);
    const written = readTruth("distroless", "statusd.tsv").map(
      ([name, version]) => `${name} ${version}`,
    );
    expect(found).toEqual(written.sort());
    expect(catalog.incomplete).toEqual([]);
  });

  it("finds exactly the npm packages that npm installed, and the global one", async ({ skip }) => {
    const catalog = await catalogKitImage("apps-npm");
    if (catalog === undefined) return skip();
    const installed = readTruth("apps-npm", "npm.tsv").map((columns) => columns.join(" "));
    const found = catalog.inventory.packages.flatMap(({ name, version, locations }) =>
      locations.map(({ path }) => `${name} ${version} ${path}`),
    );
    // The kit unpacks yarn beside what `npm install` put there.
    const yarn = found.filter((row) =>
      row.endsWith("usr/local/lib/node_modules/yarn/package.json"),
    );
    expect(yarn).toHaveLength(1);
    expect(found.sort()).toEqual([...installed, ...yarn].sort());
  });

  it("finds in an Alpine image exactly the packages of its database", async ({ skip }) => {
    const catalog = await catalogKitImage("alpine-like");
    if (catalog === undefined) return skip();
    const found = rows(catalog.inventory.packages, "apk", ({ name, version, source }) => [
      name,
      version,
      source?.name,
    ]);
    expect(found).toEqual(
      readTruth("alpine-like", "apk.tsv")
        .map((columns) => columns.join(" "))
        .sort(),
    );
    expect(catalog.inventory.distribution).toMatchObject({ id: "alpine", versionId: "3.17.0" });
  });

  it("finds the layer of each package, and not what a later layer purged", async ({ skip }) => {
    const catalog = await catalogKitImage("layers");
    if (catalog === undefined) return skip();
    const { packages, layers } = catalog.inventory;
    const listed = readTruth("layers", "dpkg.tsv").map((columns) => columns.join(" "));
    expect(rows(packages, "deb", ({ name, version }) => [name, version])).toEqual(listed.sort());
    // Everything came with the base image; the last layer only rewrote the database.
    expect(new Set(packages.map(({ layer }) => layer))).toEqual(new Set([layers[0]?.diffId]));
    expect(packages[0]?.locations[0]?.layer).toBe(layers.at(-1)?.diffId);
  });

  it.for(["rpm-sqlite", "rpm-bdb", "rpm-wal"])(
    "finds in %s exactly what rpm lists",
    async (name, { skip }) => {
      const catalog = await catalogKitImage(name);
      if (catalog === undefined) return skip();
      const found = rows(
        catalog.inventory.packages,
        "rpm",
        ({ name: binary, version, architecture, source }) => [
          binary,
          version,
          architecture,
          `${source?.name}-${source?.version}.src.rpm`,
        ],
      );
      const listed = readTruth(name, "rpm.tsv").map(
        ([binary, epoch, version, release, architecture, source]) =>
          [
            binary,
            `${epoch === "(none)" ? "" : `${epoch}:`}${version}-${release}`,
            architecture,
            source,
          ].join(" "),
      );
      expect(listed.length).toBeGreaterThan(30);
      expect(found).toEqual(listed.sort());
      expect(catalog.incomplete).toEqual([]);
      const dbus = catalog.inventory.packages.find((entry) => entry.name === "dbus");
      const { id, versionId } = catalog.inventory.distribution!;
      const [, plain] = dbus!.version.split(":");
      expect(dbus?.purl).toBe(
        `pkg:rpm/${id}/dbus@${plain}?arch=x86_64&distro=${id}-${versionId}&epoch=1`,
      );
    },
  );

  it("finds in an Arch image exactly what pacman lists", async ({ skip }) => {
    const catalog = await catalogKitImage("pacman");
    if (catalog === undefined) return skip();
    const found = rows(catalog.inventory.packages, "alpm", ({ name, version }) => [name, version]);
    expect(found).toEqual(
      readTruth("pacman", "pacman.tsv")
        .map((columns) => columns.join(" "))
        .sort(),
    );
    expect(catalog.inventory.distribution).toMatchObject({ id: "arch" });
    expect(catalog.incomplete).toEqual([]);
  });
});
