import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  distributionEcosystems,
  findEcosystem,
  languageEcosystems,
} from "../../src/ecosystems/ecosystem.ts";
import { normalizeName } from "../../src/ecosystems/name.ts";
import { keySyntax } from "../../src/shards/index-format.ts";
import { versionSchemes } from "../../src/versions/compare.ts";

describe("ecosystems", () => {
  it("have keys that can be file names, one for each", () => {
    const keys = [
      ...languageEcosystems.map(({ key }) => key),
      ...distributionEcosystems.map(({ id }) => id),
    ];
    for (const key of keys) expect(key).toMatch(keySyntax);
    expect(new Set(keys).size).toBe(keys.length);
    const purlTypes = languageEcosystems.map(({ purlType }) => purlType);
    expect(new Set(purlTypes).size).toBe(purlTypes.length);
  });

  it.each([
    ["Ubuntu:22.04:LTS", "ubuntu-22.04"],
    ["Ubuntu:14.04", "ubuntu-14.04"],
    ["Ubuntu:25.10", "ubuntu-25.10"],
    ["Debian:13", "debian-13"],
    ["Debian:6.0", "debian-6"],
    ["Alpine:v3.22", "alpine-v3.22"],
    ["Alpine:edge", "alpine-edge"],
    ["Wolfi", "wolfi"],
    ["Chainguard", "chainguard"],
    ["Arch", "arch"],
    ["Node.js", "nodejs"],
    ["AlmaLinux:10", "almalinux-10"],
    ["Rocky Linux:9", "rocky-9"],
    ["Red Hat:enterprise_linux:9::baseos", "rhel-9"],
    ["Red Hat:enterprise_linux:8::appstream", "rhel-8"],
    ["Red Hat:enterprise_linux:10.0", "rhel-10"],
    ["SUSE:Linux Enterprise Server 15 SP5", "sles-15.5"],
    ["SUSE:Linux Enterprise Server 12", "sles-12"],
    ["SUSE:Linux Enterprise Server 16.0", "sles-16.0"],
    ["SUSE:Linux Enterprise Module for Basesystem 15 SP7", "sles-15.7"],
    ["SUSE:Linux Enterprise Module for Web and Scripting 15 SP4", "sles-15.4"],
    ["openSUSE:Leap 15.6", "opensuse-leap-15.6"],
    ["openSUSE:Tumbleweed", "opensuse-tumbleweed"],
    ["BellSoft Hardened Containers:stream", "bellsoft-hardened-containers-stream"],
    ["Oracle Linux:9", "ol-9"],
    ["Amazon Linux:2", "amzn-2"],
    ["Amazon Linux:2023", "amzn-2023"],
    ["Fedora:42", "fedora-42"],
    ["Mageia:9", "mageia-9"],
    ["Azure Linux:2", "mariner-2"],
    ["Ubuntu:Pro:22.04:LTS", "ubuntu-22.04"],
    ["Azure Linux:3", "azurelinux-3"],
    ["Photon OS:5.0", "photon-5.0"],
    ["openEuler:22.03-LTS-SP3", "openeuler-22.03-lts-sp3"],
    ["openEuler:23.09", "openeuler-23.09"],
    ["Packagist:https://packages.drupal.org/8", "packagist"],
  ])("%s is kept as %s", (name, key) => {
    expect(findEcosystem(name)?.key).toBe(key);
    expect(versionSchemes).toContain(findEcosystem(name)?.scheme);
  });

  it.each([
    "Ubuntu:Pro:FIPS-updates:22.04:LTS",
    "Ubuntu",
    "Wolfi:1",
    "Red Hat",
    "Red Hat:rhel_eus:9.2::appstream",
    "Red Hat:openshift:4.12::el8",
    "SUSE:Linux Enterprise Server 15 SP3-LTSS",
    "SUSE:Linux Enterprise Server for SAP Applications 15 SP5",
    "SUSE:Linux Enterprise Desktop 15 SP5",
    "openSUSE:Leap Micro 5.5",
    "openSUSE:Leap 15.6 NonFree",
    "npm:https://registry.example",
    "Packagist:https://packages.example",
    "GitHub Actions",
    "",
  ])("%s is not taken for anything else", (name) => {
    expect(findEcosystem(name)).toBeUndefined();
  });

  it("answer for any name without throwing, with a key that can be a file name", () => {
    const prefix = fc.constantFrom(...distributionEcosystems.map(({ osv }) => `${osv}:`), "");
    fc.assert(
      fc.property(prefix, fc.string({ unit: "binary" }), (start, rest) => {
        const found = findEcosystem(start + rest);
        if (found) expect(found.key).toMatch(keySyntax);
      }),
    );
    const start = performance.now();
    findEcosystem(`SUSE:Linux Enterprise Module for ${"1 ".repeat(100_000)}`);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});

describe("names of packages", () => {
  it("are the same however often they are normalised", () => {
    const key = fc.constantFrom(...languageEcosystems.map((ecosystem) => ecosystem.key));
    fc.assert(
      fc.property(key, fc.webUrl(), (shard, name) => {
        const once = normalizeName(shard, name);
        expect(normalizeName(shard, once)).toBe(once);
      }),
    );
  });
});
