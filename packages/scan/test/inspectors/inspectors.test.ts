import type { Inspector } from "@plimsoll/image";
import { describe, expect, it } from "vitest";
import { apkInspector } from "../../src/inspectors/apk.ts";
import { dpkgInspector } from "../../src/inspectors/dpkg.ts";
import { scanInspectors } from "../../src/inspectors/list.ts";
import { npmInspector } from "../../src/inspectors/npm.ts";
import { opkgInspector } from "../../src/inspectors/opkg.ts";
import { osReleaseInspector } from "../../src/inspectors/os-release.ts";
import { pacmanInspector } from "../../src/inspectors/pacman.ts";
import { portageInspector } from "../../src/inspectors/portage.ts";
import { rpmInspector } from "../../src/inspectors/rpm.ts";
import { fileEntry } from "../support/image-facts.ts";

function wanted(inspector: Inspector, paths: readonly string[]): string[] {
  return paths.filter((path) => inspector.wants(fileEntry(path)) !== undefined);
}

describe("the inspectors", () => {
  it("have ids of their own", () => {
    expect(new Set(scanInspectors.map(({ id }) => id)).size).toBe(scanInspectors.length);
  });

  it("want the whole of regular files and hard links, and nothing of symlinks and folders", () => {
    const paths = [
      "var/lib/dpkg/status",
      "lib/apk/db/installed",
      "usr/lib/os-release",
      "node_modules/a/package.json",
    ];
    for (const path of paths) {
      const entries = [
        fileEntry(path),
        fileEntry(path, { type: "hardlink", linkTarget: "x" }),
        fileEntry(path, { type: "symlink" }),
        fileEntry(path, { type: "directory" }),
      ];
      const wishes = entries.map((entry) =>
        scanInspectors.map((inspector) => inspector.wants(entry)),
      );
      expect(
        wishes.map((wish) => wish.filter((bytes) => bytes !== undefined)),
        path,
      ).toEqual([[Number.POSITIVE_INFINITY], [Number.POSITIVE_INFINITY], [], []]);
    }
  });

  it("know where dpkg keeps its database", () => {
    const paths = [
      "var/lib/dpkg/status",
      "var/lib/dpkg/status-old",
      "var/lib/dpkg/status.d/base",
      "var/lib/dpkg/status.d/base.md5sums",
      "var/lib/dpkg/status.d/x/y",
      "app/var/lib/dpkg/status",
    ];
    expect(wanted(dpkgInspector, paths)).toEqual([
      "var/lib/dpkg/status",
      "var/lib/dpkg/status.d/base",
    ]);
  });

  it("know where apk keeps its database", () => {
    const paths = ["lib/apk/db/installed", "usr/lib/apk/db/installed", "lib/apk/db/scripts.tar"];
    expect(wanted(apkInspector, paths)).toEqual(paths.slice(0, 2));
  });

  it("know the files that name a distribution", () => {
    const paths = [
      "etc/os-release",
      "usr/lib/os-release",
      "etc/debian_version",
      "etc/alpine-release",
      "etc/redhat-release",
      "etc/issue",
    ];
    expect(wanted(osReleaseInspector, paths)).toEqual(paths.slice(0, 5));
  });

  it("take installed npm packages, and neither applications nor samples nor folders inside a package", () => {
    const installed = [
      "app/node_modules/lodash/package.json",
      "node_modules/@scope/name/package.json",
      "usr/local/lib/node_modules/npm/package.json",
      "usr/local/lib/node_modules/npm/node_modules/tar/package.json",
      "srv/test/node_modules/a/package.json",
      "app/node_modules/.pnpm/a@1.0.0/node_modules/a/package.json",
      "app/node_modules/code-server/lib/vscode/node_modules/b/package.json",
      "app/node_modules/example/node_modules/c/package.json",
      "app/node_modules/@x/test/node_modules/c/package.json",
    ];
    const others = [
      "app/package.json",
      "package.json",
      "app/node_modules/package.json",
      "app/node_modules/nan/tools/package.json",
      "app/node_modules/@scope/package.json",
      "app/node_modules/@scope/name/lib/package.json",
      "app/node_modules/.package-lock.json",
      "app/node_modules/.bin/package.json",
      "app/node_modules/resolve/test/resolver/node_modules/foo/package.json",
      "app/node_modules/a/__fixtures__/node_modules/b/package.json",
      "app/my_node_modules/a/package.json",
      "app/node_modules/a/package.json5",
    ];
    expect(wanted(npmInspector, [...installed, ...others])).toEqual(installed);
  });

  it("know where rpm keeps its database", () => {
    const paths = [
      "var/lib/rpm/Packages",
      "var/lib/rpm/rpmdb.sqlite",
      "var/lib/rpm/rpmdb.sqlite-wal",
      "usr/lib/sysimage/rpm/Packages.db",
      "usr/share/rpm/rpmdb.sqlite",
      "var/lib/rpmmanifest/container-manifest-2",
      "var/lib/rpm/rpmdb.sqlite-shm",
      "var/lib/rpm/Basenames",
      "var/lib/rpm/x/Packages",
    ];
    expect(wanted(rpmInspector, paths)).toEqual(paths.slice(0, 6));
  });

  it("know where pacman, opkg and Portage keep their databases", () => {
    const pacman = [
      "var/lib/pacman/local/bash-5.1-1/desc",
      "var/lib/pacman/local/desc",
      "var/lib/pacman/local/a/b/desc",
      "var/lib/pacman/local/bash-5.1-1/files",
      "var/lib/pacman/sync/bash-5.1-1/desc",
    ];
    expect(wanted(pacmanInspector, pacman)).toEqual(pacman.slice(0, 1));
    const opkg = [
      "usr/lib/opkg/status",
      "var/lib/opkg/status",
      "usr/lib/opkg/info/busybox.control",
      "usr/lib/opkg/info/busybox.list",
      "usr/lib/opkg/info/x/busybox.control",
      "usr/lib/opkg/lists/status",
    ];
    expect(wanted(opkgInspector, opkg)).toEqual(opkg.slice(0, 3));
    const portage = [
      "var/db/pkg/app-shells/bash-5.1/PF",
      "var/db/pkg/app-shells/bash-5.1/CONTENTS",
      "var/db/pkg/app-shells/bash-5.1/LICENSE",
      "var/db/pkg/app-shells/bash-5.1/SLOT",
      "var/db/pkg/app-shells/-MERGING-bash-5.1/PF",
      "var/db/pkg/app-shells/PF",
      "var/db/pkg/app-shells/bash-5.1/x/PF",
    ];
    expect(wanted(portageInspector, portage)).toEqual(portage.slice(0, 3));
  });

  it("throw typed errors on garbage and on files of impossible size", () => {
    const cases: [Inspector, string][] = [
      [dpkgInspector, "var/lib/dpkg/status"],
      [apkInspector, "lib/apk/db/installed"],
      [npmInspector, "node_modules/a/package.json"],
      [rpmInspector, "var/lib/rpm/Packages"],
      [rpmInspector, "usr/lib/sysimage/rpm/rpmdb.sqlite-wal"],
      [pacmanInspector, "var/lib/pacman/local/bash-5.1-1/desc"],
      [opkgInspector, "usr/lib/opkg/status"],
    ];
    for (const [inspector, path] of cases) {
      expect(() =>
        inspector.inspect(fileEntry(path, { size: 4 }), Buffer.from("asdf\n\nyolo")),
      ).toThrow(expect.objectContaining({ code: "MALFORMED", subject: path }));
      const huge = fileEntry(path, { size: 1e10 });
      expect(inspector.wants(huge)).toBe(0);
      expect(() => inspector.inspect(huge, Buffer.alloc(0))).toThrow(
        expect.objectContaining({ code: "LIMIT_EXCEEDED", subject: path }),
      );
    }
  });

  it("find no packages in an empty database, and no fault either", () => {
    for (const inspector of [dpkgInspector, apkInspector]) {
      const path = inspector === dpkgInspector ? "var/lib/dpkg/status" : "lib/apk/db/installed";
      expect(inspector.inspect(fileEntry(path), Buffer.alloc(0))).toEqual({
        packages: [],
        faults: [],
      });
    }
  });
});
