import { readFileSync } from "node:fs";
import type { ImageConfig } from "@plimsoll/image";
import { describe, expect, it } from "vitest";
import { type Catalog, catalogPackages } from "../../src/catalog/catalog.ts";
import { scanInspectors } from "../../src/inspectors/list.ts";
import { diffIdOf, factsOf, type LayerFiles, layersOf } from "../support/image-facts.ts";
import { ndb, rpmHeader } from "../support/rpm-files.ts";
import { rpmSqlite } from "../support/rpm-sqlite.ts";
import { sharedFolder } from "../support/shared.ts";

function catalog(layers: readonly LayerFiles[]): Catalog {
  const image = { layers: layersOf(layers), config: {} as ImageConfig };
  return catalogPackages(factsOf(layers, scanInspectors), image);
}

const openwrt = { "etc/openwrt_release": "DISTRIB_ID='OpenWrt'\nDISTRIB_RELEASE='23.05.2'\n" };
const alma = 'ID="almalinux"\nVERSION_ID="8.10"\n';

describe("rpm packages", () => {
  it("have package URLs with epoch and module", () => {
    const nodejs = rpmHeader({
      name: "nodejs",
      version: "18.19.0",
      release: "1.module_el8",
      epoch: 1,
      architecture: "x86_64",
      module: "nodejs:18:8090020240101:abc",
    });
    const { inventory, incomplete } = catalog([
      { "etc/os-release": alma, "var/lib/rpm/Packages.db": ndb([nodejs]) },
    ]);
    expect(incomplete).toEqual([]);
    expect(inventory.packages).toEqual([
      {
        type: "rpm",
        name: "nodejs",
        version: "1:18.19.0-1.module_el8",
        architecture: "x86_64",
        licences: [],
        purl: "pkg:rpm/almalinux/nodejs@18.19.0-1.module_el8?arch=x86_64&distro=almalinux-8.10&epoch=1&rpmmod=nodejs%3A18%3A8090020240101%3Aabc",
        layer: diffIdOf(0),
        locations: [{ path: "var/lib/rpm/Packages.db", layer: diffIdOf(0) }],
      },
    ]);
  });

  it("come from the database and from the log that a later layer left beside it", () => {
    const path = "usr/lib/sysimage/rpm/rpmdb.sqlite";
    const layers = rpmSqlite(
      (db, read) => {
        const insert = db.prepare("INSERT INTO Packages (blob) VALUES (?)");
        insert.run(rpmHeader({ name: "old", version: "1", release: "1" }));
        db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
        const base = read().database;
        insert.run(rpmHeader({ name: "new", version: "1", release: "1" }));
        return [{ "etc/os-release": alma, [path]: base }, { [`${path}-wal`]: read().log! }];
      },
      { wal: true },
    );
    const { inventory, incomplete } = catalog(layers);
    expect(incomplete).toEqual([]);
    expect(inventory.packages.map(({ name, layer }) => [name, layer])).toEqual([
      ["new", diffIdOf(1)],
      ["old", diffIdOf(0)],
    ]);
    expect(inventory.packages[0]?.locations).toEqual([{ path, layer: diffIdOf(1) }]);
  });

  it("are reported when the database is damaged or too large", () => {
    const whole = ndb([rpmHeader({ name: "a", version: "1", release: "1", paddingBytes: 5000 })]);
    const { incomplete } = catalog([
      { "etc/os-release": alma, "var/lib/rpm/Packages.db": whole.subarray(0, 5000) },
    ]);
    expect(incomplete).toMatchObject([
      {
        code: "MALFORMED",
        what: "var/lib/rpm/Packages.db",
        why: "Package 1 has no readable blob.",
      },
    ]);
    const huge = factsOf([{ "var/lib/rpm/Packages": { size: 60_000_000 } }], scanInspectors);
    expect(huge.incomplete).toMatchObject([
      { code: "LIMIT_EXCEEDED", what: "var/lib/rpm/Packages" },
    ]);
  });
});

describe("pacman packages", () => {
  it("have package URLs of libalpm", () => {
    const desc = "%NAME%\nzlib\n\n%VERSION%\n1:1.2.12-2\n\n%BASE%\nzlib\n\n%ARCH%\nx86_64\n";
    const { inventory } = catalog([
      { "etc/os-release": "ID=arch\n", "var/lib/pacman/local/zlib-1:1.2.12-2/desc": desc },
    ]);
    expect(inventory.packages).toMatchObject([
      {
        name: "zlib",
        version: "1:1.2.12-2",
        purl: "pkg:alpm/arch/zlib@1:1.2.12-2?arch=x86_64&distro=arch",
      },
    ]);
  });
});

describe("opkg packages", () => {
  const status =
    "Package: busybox\nVersion: 1.36.1-r2\nStatus: install user installed\nArchitecture: x86_64\n\n" +
    "Package: gone\nVersion: 1\nStatus: deinstall ok not-installed\nArchitecture: x86_64\n";
  const busybox =
    "Package: busybox\nVersion: 1.36.1-r2\nSource: package/utils/busybox\nSourceName: busybox-src\nLicense: GPL-2.0\nArchitecture: x86_64\n";
  const gone = "Package: gone\nVersion: 1\nArchitecture: x86_64\n";

  it("are those of its status, with what their control files add", () => {
    const { inventory, incomplete } = catalog([
      {
        ...openwrt,
        "usr/lib/opkg/status": status,
        "usr/lib/opkg/info/busybox.control": busybox,
        "usr/lib/opkg/info/gone.control": gone,
      },
    ]);
    expect(incomplete).toEqual([]);
    expect(inventory.packages).toEqual([
      {
        type: "opkg",
        name: "busybox",
        version: "1.36.1-r2",
        architecture: "x86_64",
        source: { name: "busybox-src", version: "1.36.1-r2" },
        licences: ["GPL-2.0"],
        purl: "pkg:opkg/openwrt/busybox@1.36.1-r2?arch=x86_64&distro=openwrt-23.05.2",
        layer: diffIdOf(0),
        locations: [{ path: "usr/lib/opkg/status", layer: diffIdOf(0) }],
      },
    ]);
  });

  it("are those of the control files where there is no status", () => {
    const { inventory } = catalog([{ ...openwrt, "usr/lib/opkg/info/busybox.control": busybox }]);
    expect(inventory.packages.map(({ name }) => name)).toEqual(["busybox"]);
  });
});

describe("opkg's status files of real systems", () => {
  it("list exactly the packages whose status says installed", ({ skip }) => {
    const folder = sharedFolder("dpkg/google__osv-scalibr/dpkg/opkg");
    if (folder === undefined) return skip();
    const found = ["single", "statusfield", "trailingnewlines", "transitional", "valid"].map(
      (file) => {
        const status = readFileSync(`${folder}/${file}`, "utf8");
        const { inventory, incomplete } = catalog([{ ...openwrt, "usr/lib/opkg/status": status }]);
        expect(incomplete).toEqual([]);
        return inventory.packages.map(({ name, version }) => `${name} ${version}`);
      },
    );
    const ubus = "ubus 2024.10.20~252a9b0c-r1";
    expect(found).toEqual([
      [ubus],
      ["wantinstall_installed 1.0", "wantpurge_installed 1.0"],
      [ubus],
      [ubus],
      ["busybox 1.36.1-r2", "libuci20130104 2023.08.10~5781664d-r1", ubus],
    ]);
  });
});

describe("Portage packages", () => {
  const folder = "var/db/pkg/app-containers/skopeo-1.5.1-r1";

  it("are the folders of its database, with their licences", () => {
    const { inventory, incomplete } = catalog([
      {
        "etc/os-release": "ID=gentoo\nVERSION_ID=2.15\n",
        [`${folder}/PF`]: "skopeo-1.5.1-r1\n",
        [`${folder}/CONTENTS`]: "dir /usr\n",
        [`${folder}/LICENSE`]: "Apache-2.0 BSD\n",
      },
    ]);
    expect(incomplete).toEqual([]);
    expect(inventory.packages).toEqual([
      {
        type: "ebuild",
        name: "app-containers/skopeo",
        version: "1.5.1-r1",
        licences: ["Apache-2.0", "BSD"],
        purl: "pkg:ebuild/app-containers/skopeo@1.5.1-r1?distro=gentoo-2.15",
        layer: diffIdOf(0),
        locations: [{ path: `${folder}/CONTENTS`, layer: diffIdOf(0) }],
      },
    ]);
  });

  it("are not found where only a licence lies", () => {
    expect(catalog([{ [`${folder}/LICENSE`]: "MIT\n" }]).inventory.packages).toEqual([]);
  });
});
