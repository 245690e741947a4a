import type { Distribution, Package } from "@plimsoll/core";
import { describe, expect, it } from "vitest";
import { isThirdParty, matchPackages } from "../../src/index.ts";
import { installed, inventory, osv, storeOf, vulnerabilitiesIn } from "../support.ts";

const fixedIn = (version: string) => [{ introduced: "0" }, { fixed: version }];

async function match(records: unknown[], packages: Package[], distribution: Partial<Distribution>) {
  const store = await storeOf(...records);
  const result = await matchPackages(inventory(packages, distribution), store);
  return { ids: vulnerabilitiesIn(result.findings), note: result.note };
}

/** urllib3 as the distribution's package of it brought it. */
function broughtBy(owner: Package): Package {
  const path = "usr/lib/python3/dist-packages/urllib3/METADATA";
  return installed("pypi", "urllib3", "1.26.5", { locations: [{ path, owner: owner.purl }] });
}

const pypi = osv("GHSA-1", "PyPI", "urllib3", fixedIn("1.26.17"), { aliases: ["CVE-2023-1"] });
const other = osv("GHSA-2", "PyPI", "urllib3", fixedIn("1.26.18"), { aliases: ["CVE-2023-2"] });

describe("a language's package that the distribution brought", () => {
  const deb = installed("deb", "python3-urllib3", "1.26.5-1+deb11u1", {
    source: { name: "python-urllib3", version: "1.26.5-1+deb11u1" },
    supplier: "Debian Python Team <team+python@tracker.debian.org>",
  });
  const debian = [
    osv("DEBIAN-CVE-2023-1", "Debian:11", "python-urllib3", fixedIn("1.26.5-1+deb11u1"), {
      upstream: ["CVE-2023-1"],
    }),
  ];
  const debian11 = { id: "debian", versionId: "11" };

  it("is judged by a distribution that also tells what it has not fixed, and by nobody else", async () => {
    const { ids, note } = await match([pypi, other, ...debian], [deb, broughtBy(deb)], debian11);
    expect(ids).toEqual([]);
    expect(note).toContain("packages that brought them: 1 PyPI packages");
  });

  it("is judged for itself when it also lies where the distribution puts nothing", async () => {
    const both = broughtBy(deb);
    const copied = { ...both, locations: [...both.locations, { path: "app/urllib3/METADATA" }] };
    const { ids } = await match([pypi, other, ...debian], [deb, copied], debian11);
    expect(ids).toEqual(["CVE-2023-1", "CVE-2023-2"]);
  });

  it("is judged for itself when nobody knows the distribution's advisories", async () => {
    const { ids } = await match([pypi], [deb, broughtBy(deb)], debian11);
    expect(ids).toEqual(["CVE-2023-1"]);
  });

  it("is judged for itself when others than the distribution packed it", async () => {
    const vendors = { ...deb, supplier: "Docker <support@docker.com>" };
    const { ids, note } = await match([pypi, ...debian], [vendors, broughtBy(deb)], debian11);
    expect(ids).toEqual(["CVE-2023-1"]);
    expect(note).toContain("others than the distribution built them: 1 debian 11 packages");
  });

  it("loses only what the distribution fixed, where that tells nothing of the rest", async () => {
    const apk = installed("apk", "py3-urllib3", "1.26.5-r1");
    const alpine = osv("ALPINE-CVE-2023-1", "Alpine:v3.18", "py3-urllib3", fixedIn("1.26.5-r1"), {
      upstream: ["CVE-2023-1"],
    });
    const release = { id: "alpine", versionId: "3.18.4" };
    const { ids } = await match([pypi, other, alpine], [apk, broughtBy(apk)], release);
    expect(ids).toEqual(["CVE-2023-2"]);
  });
});

describe("who built a package", () => {
  const of = (type: string, supplier: string, id: string, version = "1.0-1") =>
    isThirdParty({ type, version, supplier }, { id, like: [] });

  it("is told by the maker that it names", () => {
    expect(of("deb", "Docker <support@docker.com>", "debian")).toBe(true);
    expect(of("deb", "Debian GCC Maintainers <debian-gcc@lists.debian.org>", "debian")).toBe(false);
    expect(of("deb", "", "debian")).toBe(false);
    expect(of("rpm", "Red Hat, Inc.", "rhel")).toBe(false);
    expect(of("rpm", "Fedora Project", "rhel")).toBe(true);
    expect(of("rpm", "Fedora Project", "fedora")).toBe(false);
    expect(of("rpm", "Microsoft Corporation", "azurelinux")).toBe(false);
    expect(of("rpm", "Microsoft Corporation", "rhel")).toBe(true);
    expect(of("rpm", "Somebody", "rhel")).toBe(false);
    expect(of("apk", "Docker <support@docker.com>", "alpine")).toBe(false);
  });

  it("is told by the version where the maker is the distribution's own", () => {
    expect(of("deb", "Debian", "debian", "16.1-1.pgdg120+1")).toBe(true);
    expect(of("deb", "Debian", "debian", "1:11.4.2+maria~ubu2204")).toBe(true);
    expect(of("deb", "Debian", "debian", "20.19.0-1nodesource1")).toBe(true);
    expect(of("deb", "Debian", "debian", "15.10-0+deb12u1")).toBe(false);
  });
});
