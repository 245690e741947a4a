import type { Package } from "@plimsoll/core";
import { describe, expect, it } from "vitest";
import { countOnce } from "../../src/catalog/count-once.ts";
import { dpkgCataloger } from "../../src/catalogers/dpkg.ts";
import { embeddedSbomCataloger } from "../../src/catalogers/embedded-sbom.ts";
import { goCataloger } from "../../src/catalogers/go.ts";
import { softwareCataloger } from "../../src/catalogers/software.ts";

function found(type: string, name: string, version: string, ...paths: string[]): Package {
  const locations = paths.map((path) => ({ path }));
  return { type, name, version, purl: `pkg:${type}/${name}@${version}`, licences: [], locations };
}

function survivors(distribution: Package[], others: Package[], areOwnersKnown = false) {
  const catalogued = [
    { cataloger: dpkgCataloger, packages: distribution },
    { cataloger: softwareCataloger, packages: others.filter(({ type }) => type === "generic") },
    { cataloger: goCataloger, packages: others.filter(({ type }) => type !== "generic") },
  ];
  return countOnce(catalogued, { distribution: undefined, areOwnersKnown })
    .filter(({ type }) => type === "generic")
    .map(({ name, locations }) => [name, ...locations.map(({ path }) => path)]);
}

const curl = found("generic", "curl", "7.88.1", "usr/bin/curl", "opt/curl/bin/curl");

describe("countOnce", () => {
  it("drops what a package of the distribution brought, and keeps what lies elsewhere", () => {
    const deb = found("deb", "curl", "7.88.1-10", "var/lib/dpkg/status");
    expect(survivors([deb], [curl])).toEqual([["curl", "opt/curl/bin/curl"]]);
  });

  it("goes by the lists of files where there are some, and believes no name", () => {
    const deb = found("deb", "curl", "7.88.1-10", "var/lib/dpkg/status");
    expect(survivors([deb], [curl], true)).toEqual([["curl", "usr/bin/curl", "opt/curl/bin/curl"]]);
    const [first, second] = curl.locations;
    const owned = { ...curl, locations: [{ ...first!, owner: deb.purl }, second!] };
    expect(survivors([deb], [owned], true)).toEqual([["curl", "opt/curl/bin/curl"]]);
  });

  it("keeps software of a package that others than the distribution built", () => {
    const supplier = "NodeSource <support@nodesource.com>";
    const deb = { ...found("deb", "nodejs", "20.1.0-1nodesource1"), supplier };
    const node = found("generic", "node", "20.1.0", "usr/bin/node");
    const owned = { ...node, locations: [{ ...node.locations[0]!, owner: deb.purl }] };
    expect(survivors([deb], [owned], true)).toHaveLength(1);
    expect(survivors([{ ...deb, supplier: "Debian", version: "20" }], [owned], true)).toEqual([]);
  });

  it("drops what Bitnami's bill of materials lists, in Bitnami's folder", () => {
    const redis = found(
      "generic",
      "redis",
      "7.2.4",
      "opt/bitnami/redis/bin/redis-server",
      "srv/redis",
    );
    const listed = found("bitnami", "redis", "7.2.4", "opt/bitnami/redis/.spdx-redis.spdx");
    const kept = countOnce(
      [
        { cataloger: softwareCataloger, packages: [redis] },
        { cataloger: embeddedSbomCataloger, packages: [listed] },
      ],
      { distribution: undefined, areOwnersKnown: false },
    );
    expect(kept.map(({ type, locations }) => [type, ...locations.map(({ path }) => path)])).toEqual(
      [
        ["generic", "srv/redis"],
        ["bitnami", "opt/bitnami/redis/.spdx-redis.spdx"],
      ],
    );
  });

  it("keeps everything where the distribution has no such package", () => {
    const deb = found("deb", "bash", "5.2", "var/lib/dpkg/status");
    expect(survivors([deb], [curl])).toEqual([["curl", "usr/bin/curl", "opt/curl/bin/curl"]]);
    expect(survivors([], [curl])).toHaveLength(1);
  });

  it("knows the package by its own name or by that of its source", () => {
    const library = found(
      "generic",
      "openssl",
      "3.0.15",
      "usr/lib/x86_64-linux-gnu/libcrypto.so.3",
    );
    const source = {
      ...found("deb", "libcrypto3-udeb", "3.0.15-1"),
      source: { name: "openssl", version: "3" },
    };
    expect(survivors([found("apk", "libssl3", "3.0.15-r0")], [library])).toEqual([]);
    expect(survivors([source], [library])).toEqual([]);
  });

  it("keeps what users installed beside the distribution's own", () => {
    const python = found("generic", "python", "3.12.1", "usr/local/bin/python3.12");
    expect(survivors([found("deb", "python3.11-minimal", "3.11.2-6")], [python])).toHaveLength(1);
  });

  it("lets a language package of the same name drop nothing", () => {
    expect(survivors([], [curl, found("pypi", "curl", "1.0")])).toHaveLength(1);
  });

  it("drops what the modules of the same Go program say already", () => {
    const traefik = found("generic", "traefik", "3.0.1", "traefik", "opt/other");
    const module = found("golang", "github.com/traefik/traefik/v3", "v3.0.1", "traefik");
    expect(survivors([], [traefik, module])).toEqual([["traefik", "opt/other"]]);
  });
});
