import { describe, expect, it } from "vitest";
import { catalogPackages } from "../../src/catalog/catalog.ts";
import { scanInspectors } from "../../src/inspectors/list.ts";
import { factsOf, type LayerFiles, layersOf } from "../support/image-facts.ts";
import { catalogKitImage } from "../support/kit.ts";

function catalog(layers: readonly LayerFiles[]) {
  const facts = factsOf(layers, scanInspectors);
  const { inventory } = catalogPackages(facts, { layers: layersOf(layers), config: {} as never });
  return inventory.packages;
}

const status = [
  "Package: python3-six",
  "Status: install ok installed",
  "Architecture: all",
  "Version: 1.16.0-4",
  "Maintainer: Debian Python Team <team+python@tracker.debian.org>",
  "",
].join("\n");
const metadata = "Metadata-Version: 2.1\nName: six\nVersion: 1.16.0\n";
const path = "usr/lib/python3/dist-packages/six-1.16.0.dist-info/METADATA";
const os = { "etc/os-release": "ID=debian\nVERSION_ID=12\n" };

describe("packages that a package of the operating system brought", () => {
  it("name it, at the places that it brought", () => {
    const packages = catalog([
      {
        ...os,
        "var/lib/dpkg/status": status,
        "var/lib/dpkg/info/python3-six.list": `/usr\n/${path}\n`,
        [path]: metadata,
      },
      { "app/venv/lib/python3.11/site-packages/six-1.16.0.dist-info/METADATA": metadata },
    ]);
    expect(packages.find(({ type }) => type === "deb")?.supplier).toMatch(/^Debian Python Team/);
    expect(packages.find(({ type }) => type === "pypi")?.locations).toMatchObject([
      { path, owner: "pkg:deb/debian/python3-six@1.16.0-4?arch=all&distro=debian-12" },
      { path: "app/venv/lib/python3.11/site-packages/six-1.16.0.dist-info/METADATA" },
    ]);
  });

  it("are nobody's once it was removed", () => {
    const packages = catalog([
      {
        ...os,
        "var/lib/dpkg/status": status.replace("ok installed", "ok config-files"),
        "var/lib/dpkg/info/python3-six.list": `/${path}\n`,
        [path]: metadata,
      },
    ]);
    expect(packages).toMatchObject([{ type: "pypi", locations: [{ path }] }]);
    expect(packages[0]?.locations[0]).not.toHaveProperty("owner");
  });

  it("are found in Alpine's database too, under the merged name of a folder", () => {
    const installed = `P:py3-six\nV:1.16.0-r8\nA:noarch\no:py3-six\nF:${path.slice(0, path.lastIndexOf("/"))}\nR:METADATA\nF:lib\nR:libz.so.1\n\n`;
    const packages = catalog([
      {
        "etc/os-release": "ID=alpine\nVERSION_ID=3.19.0\n",
        "lib/apk/db/installed": installed,
        [path]: metadata,
      },
    ]);
    expect(packages.find(({ type }) => type === "pypi")?.locations[0]?.owner).toMatch(
      /^pkg:apk\/alpine\/py3-six@/,
    );
  });

  it.for(["debian11-old", "debian12", "debian13"])(
    "are all that there is in %s, an image of nothing but the distribution's packages",
    async (name, { skip }) => {
      const found = await catalogKitImage(name);
      if (found === undefined) return skip();
      const { packages } = found.inventory;
      const others = packages.filter(({ type }) => type !== "deb");
      const own = others.filter(({ locations }) => locations.some(({ owner }) => !owner));
      expect(own.map(({ purl }) => purl)).toEqual([]);
    },
  );
});
