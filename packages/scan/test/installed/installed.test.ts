import { readFileSync } from "node:fs";
import { zstdCompressSync } from "node:zlib";
import type { FileEntry, ImageConfig } from "@plimsoll/image";
import { describe, expect, it } from "vitest";
import { catalogPackages } from "../../src/catalog/catalog.ts";
import { catalogers } from "../../src/catalogers/list.ts";
import { parseChiselManifest } from "../../src/formats/chisel-manifest.ts";
import { scanInspectors } from "../../src/inspectors/list.ts";
import { factsOf, fileEntry, type LayerFiles, layersOf } from "../support/image-facts.ts";
import { expectOnlyTypedErrors } from "../support/mutate.ts";
import { sharedFolder } from "../support/shared.ts";

function catalog(files: LayerFiles): ReturnType<typeof catalogPackages> {
  const facts = factsOf([files], scanInspectors);
  return catalogPackages(facts, { layers: layersOf([files]), config: {} as ImageConfig });
}

function purls(files: LayerFiles): string[] {
  const { inventory, incomplete } = catalog(files);
  expect(incomplete).toEqual([]);
  return inventory.packages.map(({ purl }) => purl.slice("pkg:".length));
}

const folder: Partial<FileEntry> = { type: "directory" };
const hash = "0c7c96zikzxq3d9vxsnrl6ccx7dyg95l";

/** The first bytes of a zip whose first entry has this name. */
function zip(name: string): Buffer {
  return Buffer.concat([Buffer.from("PK\u0003\u0004"), Buffer.alloc(26), Buffer.from(name)]);
}

describe("yarn's packages", () => {
  it("are read from the names of its archives, and scopes from their first entries", () => {
    const cache = "app/.yarn/cache/";
    expect(
      purls({
        [`${cache}lodash-npm-4.17.21-6382451519-eb835a2e51.zip`]: zip("node_modules/lodash/x.js"),
        [`${cache}@aws-sdk-client-s3-npm-3.0.0-rc.1-1a9a1b277f-10c0.zip`]: zip(
          "node_modules/@aws-sdk/client-s3/package.json",
        ),
        [`${cache}typescript-patch-6fda4d02cf-3a62fe90aa.zip`]: zip("node_modules/typescript/"),
        "app/other/lodash-npm-1.0.0-6382451519-eb835a2e51.zip": zip("node_modules/lodash/"),
        "root/.yarn/berry/cache/ms-npm-2.1.2-ec0c1512ff-8.zip": zip("node_modules/ms/index.js"),
      }),
    ).toEqual(["npm/%40aws-sdk/client-s3@3.0.0-rc.1", "npm/lodash@4.17.21", "npm/ms@2.1.2"]);
  });

  it("are read from the data of Plug'n'Play, in its program too, and counted once", () => {
    const data = {
      packageRegistryData: [
        [null, [[null, { packageLocation: "./", packageDependencies: [["a", "npm:1.0.0"]] }]]],
        [
          "a",
          [
            ["npm:1.0.0", { packageDependencies: [["b", "npm:9.0.0"]] }],
            ["npm:2.0.0", {}],
          ],
        ],
        [
          "@x/b",
          [
            ["virtual:1f2e#npm:3.0.0", {}],
            ["npm:3.0.0", {}],
          ],
        ],
        ["app", [["workspace:.", {}]]],
      ],
    };
    const lines = JSON.stringify(data, null, 2).replaceAll("\n", "\\\n");
    const expected = ["npm/%40x/b@3.0.0", "npm/a@1.0.0", "npm/a@2.0.0"];
    expect(purls({ "app/.pnp.data.json": JSON.stringify(data, null, 2) })).toEqual(expected);
    expect(purls({ ".pnp.cjs": `const RAW_RUNTIME_STATE = '${lines}';` })).toEqual(expected);
    const { inventory } = catalog({
      ".pnp.cjs": '["a", [["npm:1.0.0", {}]]]',
      ".yarn/unplugged/a-npm-1.0.0-1f/node_modules/a/package.json":
        '{"name":"a","version":"1.0.0"}',
    });
    expect(inventory.packages.map(({ locations }) => locations.map(({ path }) => path))).toEqual([
      [".yarn/unplugged/a-npm-1.0.0-1f/node_modules/a/package.json", ".pnp.cjs"],
    ]);
  });
});

describe("packages that their folders name", () => {
  it("of Nix have a version where a number follows a hyphen", () => {
    const store = (name: string) => `nix/store/${hash}-${name}`;
    expect(
      purls({
        [store("glibc-2.38-44")]: folder,
        [store("glibc-2.38-44-bin")]: folder,
        [store("python3.11-requests-2.31.0")]: folder,
        [store("bash-5.2p15")]: folder,
        [store("source")]: folder,
        [store("etc-os-release")]: folder,
        [store("hello-2.12.tar.gz")]: folder,
        [store("hook-1.0.sh")]: "#!/bin/sh",
        [`${store("zlib-1.3")}/lib`]: folder,
        "nix/store/tooshort-zlib-1.3": folder,
        [`nix/store/${"e".repeat(32)}-zlib-1.3`]: folder,
      }),
    ).toEqual(["nix/bash@5.2p15", "nix/glibc@2.38-44", "nix/python3.11-requests@2.31.0"]);
  });

  it("of Homebrew and Dart lie in folders of their name and version", () => {
    expect(
      purls({
        "home/linuxbrew/.linuxbrew/Cellar/openssl@3/3.3.1/INSTALL_RECEIPT.json": "{}",
        "home/linuxbrew/.linuxbrew/Cellar/rclone/1.67.0_1/.brew/rclone.rb": "",
        "home/linuxbrew/.linuxbrew/Cellar/rclone/1.67.0_1/other.json": "",
        "root/.pub-cache/hosted/pub.dev/args-2.4.2/pubspec.yaml": "",
        "root/.pub-cache/hosted/pub.dev/args-2.4.2/example/pubspec.yaml": "",
        "app/.dart_tool/package_config.json": JSON.stringify({
          packages: [
            { name: "args", rootUri: "file:///root/.pub-cache/hosted/pub.dev/args-2.4.2" },
            { name: "build", rootUri: "file:///c/hosted/pub.dev/build-1.0.0%2B1" },
            { name: "app", rootUri: "../" },
          ],
        }),
      }),
    ).toEqual([
      "brew/openssl%403@3.3.1",
      "brew/rclone@1.67.0_1",
      "pub/args@2.4.2",
      "pub/build@1.0.0+1",
    ]);
  });
});

describe("packages that a record names", () => {
  it("of Swift, Conan and snapd give name and version", () => {
    const state = {
      object: {
        dependencies: [
          {
            packageRef: {
              identity: "swift-nio",
              location: "https://github.com/apple/swift-nio.git",
            },
            state: { checkoutState: { revision: "1f", version: "2.0.0" } },
          },
          {
            packageRef: { path: "https://github.com/x/y" },
            state: { checkoutState: { branch: "main" } },
          },
        ],
      },
    };
    expect(
      purls({
        "src/.build/workspace-state.json": JSON.stringify(state),
        "root/.conan/data/zlib/1.2.13/_/_/package/1f/conaninfo.txt": "[settings]\n    os=Linux\n",
        "app/conaninfo.txt":
          "[requires]\n    openssl/3.Y.Z\n[full_requires]\n    openssl/3.0.7:2e\n    bzip2/1.0.8@u/c#1f:2e\n[options]\n    x/1=2\n",
        "snap/core/1/meta/snap.yaml": "name: core # the base\nversion: '16-2.61'\nsummary: x\n",
      }),
    ).toEqual([
      "conan/bzip2@1.0.8",
      "conan/openssl@3.0.7",
      "conan/zlib@1.2.13",
      "snap/core@16-2.61",
      "swift/github.com/apple/swift-nio@2.0.0",
    ]);
  });

  it("of Chisel are Debian packages of the distribution", () => {
    const lines = [
      '{"jsonwall":"1.0","schema":"1.0","count":3}',
      '{"kind":"content","slice":"libc6_libs","path":"/lib"}',
      '{"kind":"package","name":"libc6","version":"2.39-0ubuntu8","sha256":"1f","arch":"amd64"}',
      '{"kind":"package","name":"broken"}',
    ];
    const { inventory, incomplete } = catalog({
      "etc/os-release": 'ID=ubuntu\nVERSION_ID="24.04"\n',
      "var/lib/chisel/manifest.wall": zstdCompressSync(Buffer.from(lines.join("\n"))),
    });
    expect(inventory.packages.map(({ purl }) => purl)).toEqual([
      "pkg:deb/ubuntu/libc6@2.39-0ubuntu8?arch=amd64&distro=ubuntu-24.04",
    ]);
    expect(incomplete).toMatchObject([
      { code: "MALFORMED", why: expect.stringContaining("Line 4") },
    ]);
  });

  it("of Chisel unpack to no more than they may", () => {
    const bomb = zstdCompressSync(Buffer.alloc(80 * 1024 * 1024));
    expect(() => parseChiselManifest(bomb, "manifest.wall")).toThrow(/64 MiB/);
    expect(() => parseChiselManifest(Buffer.from("{}"), "manifest.wall")).toThrow(/zstd/);
  });
});

const samples = sharedFolder("cos-snap-flatpak-nix/google__osv-scalibr");
const real = (path: string) => readFileSync(`${samples}/${path}`);

describe.skipIf(samples === undefined)("real records", () => {
  it("give what they list", () => {
    expect(
      purls({
        "etc/cos-package-info.json": real("cos/multiple.json"),
        "snap/core/1/meta/snap.yaml": real("snap/single-arch.yaml"),
        "var/lib/flatpak/app/org.gimp.GIMP/current/active/export/share/metainfo/org.gimp.GIMP.metainfo.xml":
          real("flatpak/valid.xml"),
        "Cellar/rclone/1.67.0/.brew/rclone.rb": real(
          "homebrew/Cellar/rclone/1.67.0/.brew/rclone.rb",
        ),
      }),
    ).toEqual([
      "brew/rclone@1.67.0",
      "cos/dev-lang/python-exec@2.0.1-r1",
      "cos/sys-apps/baselayout@2.2-r2",
      "cos/sys-libs/ncurses@6.4_p20230424",
      "cos/sys-libs/zlib@1.2.11-r5",
      "flatpak/org.gimp.GIMP@2.10.38",
      "snap/core@16-2.61.4-20240607",
    ]);
    const { packages } = parseChiselManifest(real("chisel/chisel/single.wall"), "manifest.wall");
    expect(packages).toMatchObject([{ name: "base-files", architecture: "amd64" }]);
  });

  it("that are broken are reported, and list nothing", () => {
    const { inventory, incomplete } = catalog({
      "snap/a/1/meta/snap.yaml": real("snap/missing-name.yaml"),
      "var/lib/flatpak/app/b/share/metainfo/b.xml": real("flatpak/noversion.xml"),
    });
    expect(inventory.packages).toEqual([]);
    expect(incomplete.map(({ what }) => what)).toEqual([
      "snap/a/1/meta/snap.yaml",
      "var/lib/flatpak/app/b/share/metainfo/b.xml",
    ]);
    const invalid = real("chisel/chisel/invalid.wall");
    expect(() => parseChiselManifest(invalid, "manifest.wall")).toThrow(/not a manifest of Chisel/);
  });
});

describe("every parser of records", () => {
  const records: readonly (readonly [string, string])[] = [
    ["app/.pnp.cjs", '["a", [["npm:1.0.0", {}]]]'],
    ["app/.yarn/cache/ms-npm-2.1.2-ec0c1512ff-8.zip", "PK node_modules/ms/index.js"],
    ["a/.dart_tool/package_config.json", '{"packages":[{"rootUri":"/hosted/pub.dev/args-2.4.2"}]}'],
    [
      "a/.build/workspace-state.json",
      '{"object":{"dependencies":[{"packageRef":{},"state":{"checkoutState":{"version":"1"}}}]}}',
    ],
    ["conaninfo.txt", "[full_requires]\n    openssl/3.0.7:2e\n"],
    ["snap/a/1/meta/snap.yaml", "name: a\nversion: 1\n"],
    [
      "flatpak/app/a/share/metainfo/a.xml",
      "<component><id>a</id><releases><release version='1'/></releases></component>",
    ],
    [
      "etc/cos-package-info.json",
      '{"installedPackages":[{"category":"a","name":"b","version":"1"}]}',
    ],
    ["var/lib/chisel/manifest.wall", "(\u00b5/\u00fd"],
  ];

  it.each(records)("refuses a hostile %s with a typed error alone", (path, sample) => {
    const entry = fileEntry(path, { size: sample.length });
    const reader = catalogers.find(({ inspector }) => inspector.wants(entry) !== undefined)!;
    expectOnlyTypedErrors((text) => reader.inspector.inspect(entry, Buffer.from(text)), [sample]);
  });
});
