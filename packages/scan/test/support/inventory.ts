import type { Inventory, Package, Subject } from "@plimsoll/core";

/** An image as a bill of materials tells of it. */
export const subject: Subject = {
  kind: "image",
  reference: "registry.example/shop:1",
  source: "registry",
  digest: `sha256:${"a".repeat(64)}`,
  imageId: `sha256:${"b".repeat(64)}`,
  platform: { os: "linux", architecture: "amd64" },
};

export const bottom = `sha256:${"c".repeat(64)}`;
export const top = `sha256:${"d".repeat(64)}`;

export function packageOf(more: Partial<Package> = {}): Package {
  return {
    purl: "pkg:npm/lodash@4.17.15",
    name: "lodash",
    version: "4.17.15",
    type: "npm",
    licences: ["MIT"],
    layer: top,
    locations: [{ path: "app/node_modules/lodash/package.json", layer: top }],
    ...more,
  };
}

const status = [{ path: "var/lib/dpkg/status", layer: top }];

/** A package of each kind that formats tell apart. */
export const inventory: Inventory = {
  distribution: {
    id: "debian",
    like: ["first", "second"],
    versionId: "12",
    codename: "bookworm",
    name: "Debian GNU/Linux 12 (bookworm)",
  },
  layers: [
    { index: 0, diffId: bottom, createdBy: "ADD rootfs.tar /" },
    { index: 1, diffId: top, createdBy: "COPY . /" },
  ],
  packages: [
    packageOf({
      purl: "pkg:deb/debian/libc6@2.36?arch=amd64&distro=debian-12",
      name: "libc6",
      version: "2.36",
      type: "deb",
      architecture: "amd64",
      source: { name: "glibc", version: "2.36" },
      licences: [],
      layer: bottom,
      locations: status,
    }),
    packageOf({
      purl: "pkg:deb/debian/tzdata@0:2024a-1?arch=all&distro=debian-12",
      name: "tzdata",
      version: "0:2024a-1",
      type: "deb",
      architecture: "all",
      licences: [],
      layer: bottom,
      locations: status,
    }),
    packageOf(),
    packageOf({
      purl: "pkg:npm/%40a/b@1.0.0",
      name: "@a/b",
      version: "1.0.0",
      licences: ["my own words, no more"],
      locations: [
        { path: "app/node_modules/@a/b/package.json", layer: top },
        { path: "srv/node_modules/@a/b/package.json", layer: bottom },
      ],
    }),
    packageOf({
      purl: "pkg:maven/org.apache.commons/commons-text@1.9",
      name: "org.apache.commons:commons-text",
      version: "1.9",
      type: "maven",
      licences: ["Apache-2.0", "MIT OR ISC"],
      locations: [{ path: "srv/app.jar!/BOOT-INF/lib/commons-text.jar", layer: top }],
    }),
    packageOf({
      purl: "pkg:generic/groupless@2",
      name: "groupless",
      version: "2",
      type: "maven",
      licences: [],
    }),
    packageOf({
      purl: "pkg:pypi/flask-login@0.6.3",
      name: "Flask_Login",
      version: "0.6.3",
      type: "pypi",
      licences: ["MIT AND LicenseRef-mine"],
    }),
    packageOf({
      purl: "pkg:rpm/rhel/dbus@1.12.20-7.el9?arch=x86_64&distro=rhel-9.2&epoch=1&rpmmod=a%3Ab%3Ac%3Ad",
      name: "dbus",
      version: "1:1.12.20-7.el9",
      type: "rpm",
      architecture: "x86_64",
      source: { name: "dbus", version: "1.12.20-7.el9" },
      licences: ["GPLv2+"],
    }),
    packageOf({
      purl: "pkg:apk/alpine/libcrypto3@3.1.4-r5?arch=x86_64&distro=alpine-3.19.1",
      name: "libcrypto3",
      version: "3.1.4-r5",
      type: "apk",
      architecture: "x86_64",
      source: { name: "openssl", version: "3.1.4-r5" },
      licences: ["Apache-2.0"],
    }),
    packageOf({
      purl: "pkg:golang/example.org/own",
      name: "example.org/own",
      version: "(devel)",
      type: "golang",
      licences: [],
    }),
    packageOf({
      purl: "pkg:golang/golang.org/x/net@v0.23.0",
      name: "golang.org/x/net",
      version: "v0.23.0",
      type: "golang",
      licences: [],
    }),
    packageOf({
      purl: "pkg:gem/nokogiri@1.16.0?platform=x86_64-linux",
      name: "nokogiri",
      version: "1.16.0",
      type: "gem",
      architecture: "x86_64-linux",
    }),
    packageOf({
      purl: "pkg:generic/redis@7.2.4",
      name: "redis",
      version: "7.2.4",
      type: "generic",
      licences: [],
    }),
  ],
};
