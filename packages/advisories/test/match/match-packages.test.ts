import type { Distribution, Package } from "@plimsoll/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MatchOptions, matchPackages, openAdvisories } from "../../src/index.ts";
import { installed, inventory, osv, storeOf, vulnerabilitiesIn } from "../support.ts";

async function match(
  records: unknown[],
  packages: Package[],
  distribution?: Partial<Distribution>,
  options?: MatchOptions,
) {
  const store = await storeOf(...records);
  const result = await matchPackages(inventory(packages, distribution), store, options);
  return { ...result, ids: vulnerabilitiesIn(result.findings) };
}

const fixedIn = (version: string) => [{ introduced: "0" }, { fixed: version }];
const debian12 = { id: "debian", versionId: "12" };

describe("a vulnerable package", () => {
  it("is a finding that says what, where, and what to do", async () => {
    const record = osv("GHSA-4xc9-xhrj-v574", "npm", "lodash", fixedIn("4.17.11"), {
      aliases: ["CVE-2018-16487"],
      summary: "prototype pollution",
      database_specific: { severity: "HIGH" },
      severity: [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:L/I:L/A:L" }],
    });
    const lodash = installed("npm", "lodash", "4.17.4", {
      locations: [{ path: "app/node_modules/lodash/package.json", layer: "sha256:2" }],
    });
    const { findings, incomplete } = await match([record], [lodash]);
    expect(incomplete).toEqual([]);
    expect(findings).toMatchObject([
      {
        rule: "vulnerable-package",
        kind: "vulnerability",
        severity: "high",
        status: "fail",
        title: "lodash 4.17.4: prototype pollution (CVE-2018-16487)",
        package: { purl: "pkg:npm/lodash@4.17.4", name: "lodash", version: "4.17.4" },
        vulnerability: {
          id: "CVE-2018-16487",
          aliases: ["GHSA-4xc9-xhrj-v574"],
          fixedVersion: "4.17.11",
          feed: "osv/npm",
          cvss: { score: 5.6 },
          published: "2025-01-02T03:04:05Z",
        },
        location: { path: "app/node_modules/lodash/package.json", layer: "sha256:2" },
        evidence: {
          value: "lodash 4.17.4 < 4.17.11",
          source: "app/node_modules/lodash/package.json",
        },
        fix: { description: "Update lodash to 4.17.11 or later" },
        references: [
          "https://osv.dev/vulnerability/GHSA-4xc9-xhrj-v574",
          "https://nvd.nist.gov/vuln/detail/CVE-2018-16487",
        ],
      },
    ]);
  });

  it("keeps its fingerprint when it is updated to another vulnerable version", async () => {
    const record = osv("GHSA-1", "npm", "@acme/a", fixedIn("2.0.0"));
    const before = await match([record], [installed("npm", "@acme/a", "1.0.0")]);
    const after = await match([record], [installed("npm", "@acme/a", "1.5.0")]);
    expect(after.findings[0]?.fingerprint).toBe(before.findings[0]?.fingerprint);
  });

  it("has no fix while there is no fixed version", async () => {
    const { findings } = await match(
      [osv("GHSA-1", "npm", "a", [{ introduced: "0" }])],
      [installed("npm", "a", "1.0.0")],
    );
    expect(findings).toHaveLength(1);
    expect(findings[0]?.vulnerability?.fixedVersion).toBeUndefined();
    expect(findings[0]?.fix).toBeUndefined();
    expect(findings[0]?.evidence?.value).toBe("a 1.0.0, no fixed version");
  });

  it.each([
    ["pypi", "PyPI", "Ruamel_Yaml", "ruamel.yaml"],
    ["nuget", "NuGet", "jQuery", "JQuery"],
    ["composer", "Packagist", "Symfony/Http-Kernel", "symfony/http-kernel"],
    ["swift", "SwiftURL", "https://github.com/vapor/vapor", "github.com/Vapor/vapor.git"],
  ])("is found under any spelling that %s accepts", async (type, ecosystem, name, spelling) => {
    const record = osv("X-1", ecosystem, name, fixedIn("2.0"));
    expect((await match([record], [installed(type, spelling, "1.0")])).ids).toEqual(["X-1"]);
  });

  it.each([
    ["golang", "Go", "golang.org/x/net", "v0.0.0-20200101000000-abcdefabcdef", "0.17.0"],
    ["golang", "Go", "stdlib", "go1.20.1", "1.20.10"],
    ["maven", "Maven", "org.springframework:spring-beans", "5.2.19.RELEASE", "5.2.20.RELEASE"],
    ["cargo", "crates.io", "time", "0.1.42", "0.2.23"],
    ["gem", "RubyGems", "rack", "3.0.0.rc1", "3.0.0"],
    ["nuget", "NuGet", "log4net", "1.2.10-beta", "1.2.10.0"],
    ["composer", "Packagist", "guzzlehttp/psr7", "v2.4.4-beta1", "2.4.4"],
    ["composer", "Packagist:https://packages.drupal.org/8", "drupal/acl", "1.0.0-rc1", "1.0.0"],
    ["hex", "Hex", "ecto", "2.2.0", "2.2.1"],
    ["pub", "Pub", "http", "0.13.3+1", "0.13.3+2"],
    ["julia", "Julia", "FFMPEG_jll", "4.3.1+1", "4.3.1+2"],
    ["cran", "CRAN", "readxl", "1.4-1", "1.4.2"],
    ["bioconductor", "Bioconductor", "limma", "3.9.1", "3.10.0"],
    ["hackage", "Hackage", "aeson", "2.0.0.9", "2.0.1.0"],
    ["opam", "opam", "ocaml", "4.03.0~beta2", "4.03.0"],
    ["conan", "ConanCenter", "openssl", "3.0.0-rc1", "3.0"],
    ["bitnami", "Bitnami", "nginx", "1.24.9-12", "1.25.0-1"],
  ])("is found in the ecosystem of %s", async (type, ecosystem, name, version, fixed) => {
    const record = osv("X-1", ecosystem, name, fixedIn(fixed));
    expect((await match([record], [installed(type, name, version)])).ids).toEqual(["X-1"]);
    expect((await match([record], [installed(type, name, fixed)])).ids).toEqual([]);
  });
});

describe("a notice", () => {
  it.each([
    ["unmaintained", 0],
    ["notice", 0],
    ["unsound", 1],
  ])("about a crate that is %s gives %d findings", async (informational, count) => {
    const affected = [
      {
        package: { ecosystem: "crates.io", name: "a" },
        ranges: [{ type: "SEMVER", events: [{ introduced: "0.0.0-0" }] }],
        database_specific: { informational },
      },
    ];
    const other = osv("RUSTSEC-2", "crates.io", "b", fixedIn("2.0.0"));
    const record = osv("RUSTSEC-1", "", "", [], { affected });
    const { ids } = await match([record, other], [installed("cargo", "a", "1.0.0")]);
    expect(ids).toHaveLength(count);
  });
});

describe("one vulnerability", () => {
  it("is reported once, whatever it is called by how many advisories", async () => {
    const { findings } = await match(
      [
        osv("GHSA-1", "PyPI", "a", fixedIn("1.2"), { aliases: ["CVE-2020-1"] }),
        osv("PYSEC-1", "PyPI", "a", fixedIn("1.3"), { aliases: ["CVE-2020-1"] }),
        osv("OTHER-1", "PyPI", "a", fixedIn("1.2"), { aliases: ["PYSEC-1"] }),
      ],
      [installed("pypi", "a", "1.0")],
    );
    expect(findings).toHaveLength(1);
    expect(findings[0]?.vulnerability).toMatchObject({
      id: "CVE-2020-1",
      aliases: ["GHSA-1", "OTHER-1", "PYSEC-1"],
      // Only from here on no advisory holds any more.
      fixedVersion: "1.3",
    });
  });

  it("is told apart from the others that a distribution's advisory is about", async () => {
    const upstream = ["CVE-2023-10", "CVE-2023-9"];
    const { findings, ids } = await match(
      [
        osv("DSA-1-1", "Debian:12", "curl", fixedIn("7.88.1-10+deb12u3"), { upstream }),
        osv("DSA-2-1", "Debian:12", "curl", fixedIn("7.88.1-10+deb12u4"), {
          upstream: ["CVE-2023-10"],
        }),
      ],
      [installed("deb", "curl", "7.88.1-10")],
      debian12,
    );
    expect(ids).toEqual(["CVE-2023-9", "CVE-2023-10"]);
    const fixes = findings.map(({ vulnerability }) => vulnerability?.fixedVersion);
    expect(fixes).toEqual(["7.88.1-10+deb12u3", "7.88.1-10+deb12u4"]);
  });

  it("is reported for each place in which the package is installed", async () => {
    const record = osv("GHSA-1", "npm", "a", fixedIn("2.0.0"));
    const nested = installed("npm", "a", "1.0.0", { locations: [{ path: "b/node_modules/a" }] });
    const { findings } = await match([record], [installed("npm", "a", "1.0.0"), nested]);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });
});

describe("a package of the operating system", () => {
  const openssl = osv("DSA-1-1", "Debian:12", "openssl", fixedIn("3.0.11-1~deb12u2"));

  it("is matched by its source package and the version of that", async () => {
    const source = { name: "openssl", version: "3.0.9-1" };
    const libssl = installed("deb", "libssl3", "3.0.9-1+b2", { source });
    const { findings } = await match([openssl], [libssl], debian12);
    expect(findings[0]).toMatchObject({
      title: "libssl3 3.0.9-1+b2: openssl is broken (DSA-1-1)",
      evidence: { value: "openssl 3.0.9-1 < 3.0.11-1~deb12u2" },
    });
  });

  it("is not vulnerable from the fixed version on", async () => {
    const fixed = installed("deb", "openssl", "3.0.11-1~deb12u2");
    expect((await match([openssl], [fixed], debian12)).ids).toEqual([]);
  });

  it("is not matched with other releases, other distributions or language packages", async () => {
    const records = [
      osv("DSA-2-1", "Debian:11", "openssl", fixedIn("9")),
      osv("UBUNTU-1", "Ubuntu:22.04:LTS", "openssl", fixedIn("9")),
      osv("GHSA-1", "npm", "openssl", fixedIn("9.0.0")),
      openssl,
    ];
    const { ids } = await match(records, [installed("deb", "openssl", "1.0")], debian12);
    expect(ids).toEqual(["DSA-1-1"]);
  });

  it("is not affected when the fixed version is 0", async () => {
    const records = [
      osv("ALPINE-CVE-2020-1", "Alpine:v3.20", "busybox", fixedIn("0")),
      osv("ALPINE-CVE-2020-2", "Alpine:v3.20", "busybox", fixedIn("1.36.1-r30")),
    ];
    const alpine = { id: "alpine", versionId: "3.20.1" };
    const { ids } = await match(records, [installed("apk", "busybox", "1.36.1-r29")], alpine);
    expect(ids).toEqual(["ALPINE-CVE-2020-2"]);
  });

  it.each([
    ["Ubuntu:22.04:LTS", "deb", { id: "ubuntu", versionId: "22.04" }],
    ["Debian:13", "deb", { id: "debian", codename: "trixie" }],
    ["Alpine:v3.20", "apk", { id: "alpine", versionId: "3.20.3" }],
    ["Wolfi", "apk", { id: "wolfi", versionId: "20230201" }],
    ["Chainguard", "apk", { id: "chainguard" }],
    ["AlmaLinux:9", "rpm", { id: "almalinux", versionId: "9.4" }],
    ["Rocky Linux:8", "rpm", { id: "rocky", versionId: "8.10" }],
    ["Red Hat:enterprise_linux:9::baseos", "rpm", { id: "rhel", versionId: "9.4" }],
    ["Red Hat:enterprise_linux:7::client", "rpm", { id: "rhel", versionId: "7.9" }],
    ["SUSE:Linux Enterprise Server 15 SP5", "rpm", { id: "sles", versionId: "15.5" }],
    [
      "SUSE:Linux Enterprise Module for Basesystem 15 SP5",
      "rpm",
      { id: "sles", versionId: "15.5" },
    ],
    ["SUSE:Linux Enterprise Server 16.0", "rpm", { id: "sles", versionId: "16.0" }],
    ["openSUSE:Leap 15.6", "rpm", { id: "opensuse-leap", versionId: "15.6" }],
    ["openSUSE:Tumbleweed", "rpm", { id: "opensuse-tumbleweed", versionId: "20261120" }],
    ["Ubuntu:24.10", "deb", { id: "ubuntu", versionId: "24.10" }],
    [
      "BellSoft Hardened Containers:23",
      "apk",
      { id: "bellsoft-hardened-containers", versionId: "23" },
    ],
  ])("finds the advisories of %s", async (ecosystem, type, distribution) => {
    const record = osv("X-1", ecosystem, "zlib", fixedIn("1.2.13-r0"));
    const { ids } = await match([record], [installed(type, "zlib", "1.2.12-r0")], distribution);
    expect(ids).toEqual(["X-1"]);
  });

  it("is not matched with module streams that bring another version of it", async () => {
    const records = [
      osv("ALSA-1", "AlmaLinux:9", "nodejs", fixedIn("1:18.12.1-1.module_el9.1.0+16+91bc168f")),
      osv("ALSA-2", "AlmaLinux:9", "nodejs", fixedIn("1:16.20.2-8.el9_4")),
    ];
    const alma = { id: "almalinux", versionId: "9.4" };
    const idsOf = async (version: string) =>
      (await match(records, [installed("rpm", "nodejs", version)], alma)).ids;
    expect(await idsOf("1:16.20.2-8.el9_4")).toEqual([]);
    expect(await idsOf("1:16.20.2-7.el9_4")).toEqual(["ALSA-2"]);
    expect(await idsOf("1:18.9.1-1.module_el9.1.0+10+0a0b0c0d")).toEqual(["ALSA-1"]);
  });

  it("is matched with its own stream of a module only", async () => {
    const record = osv("ALSA-1", "AlmaLinux:9", "nodejs", fixedIn("1:18.12.1-1.module_el9+16"), {
      summary: "Important: nodejs:18 security update",
    });
    const alma = { id: "almalinux", versionId: "9.4" };
    const idsOf = async (rpmmod: string) => {
      const version = "1:16.1.0-1.module_el9+2";
      const purl = `pkg:rpm/almalinux/nodejs@16.1.0?epoch=1${rpmmod}`;
      return (await match([record], [installed("rpm", "nodejs", version, { purl })], alma)).ids;
    };
    expect(await idsOf("&rpmmod=nodejs%3A16%3A9010%3Aabc")).toEqual([]);
    expect(await idsOf("&rpmmod=nodejs:18:9010:abc")).toEqual(["ALSA-1"]);
    expect(await idsOf("&rpmmod=other:16")).toEqual(["ALSA-1"]);
    expect(await idsOf("")).toEqual(["ALSA-1"]);
  });

  it("is not a kernel that runs, unless it is asked for", async () => {
    const record = osv("DSA-3-1", "Debian:12", "linux", fixedIn("6.1.100-1"));
    const source = { name: "linux", version: "6.1.90-1" };
    const headers = installed("deb", "linux-libc-dev", "6.1.90-1", { source });
    expect((await match([record], [headers], debian12)).ids).toEqual([]);
    const asked = await match([record], [headers], debian12, { kernelPackages: true });
    expect(asked.ids).toEqual(["DSA-3-1"]);
  });

  it("is negligible where Debian calls the flaw unimportant", async () => {
    const affected = [
      {
        package: { ecosystem: "Debian:12", name: "a" },
        ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }] }],
        ecosystem_specific: { urgency: "unimportant" },
      },
    ];
    const record = osv("DEBIAN-CVE-2020-1", "", "", [], { affected, upstream: ["CVE-2020-1"] });
    const { findings } = await match([record], [installed("deb", "a", "1.0")], debian12);
    expect(findings).toMatchObject([
      { severity: "negligible", vulnerability: { id: "CVE-2020-1" } },
    ]);
  });
});

describe("what could not be matched", () => {
  const record = osv("DSA-1-1", "Debian:12", "a", fixedIn("2.0"));

  it("is said of a distribution that is unknown or not covered, also without packages", async () => {
    const alpine = { id: "alpine", versionId: "3.99.0" };
    const packages = [installed("apk", "a", "1.0"), installed("apk", "b", "1.0")];
    expect((await match([record], packages, alpine)).incomplete).toMatchObject([
      { code: "UNSUPPORTED", what: "2 alpine v3.99 packages" },
    ]);
    const slackware = { id: "slackware", versionId: "15.0" };
    expect((await match([record], [], slackware)).incomplete).toMatchObject([
      { code: "UNSUPPORTED", what: "slackware 15.0 packages" },
    ]);
    const pacman = installed("alpm", "a", "1.0-1");
    expect((await match([record], [pacman], { id: "arch" })).incomplete).toMatchObject([
      { code: "UNSUPPORTED", what: "1 arch packages" },
    ]);
    expect((await match([record], [installed("deb", "a", "1.0")])).incomplete).toMatchObject([
      { code: "UNSUPPORTED", what: "1 deb packages of an unknown distribution" },
    ]);
  });

  it("is said of ecosystems without advisories", async () => {
    const packages = [installed("npm", "a", "1.0.0"), installed("gem", "b", "1.0")];
    const { incomplete } = await match([record], packages, debian12);
    expect(incomplete.map(({ what }) => what)).toEqual(["1 npm packages", "1 RubyGems packages"]);
  });

  it("is said of a version that cannot be compared, which is never called vulnerable", async () => {
    const go = osv("GO-1", "Go", "a", [{ introduced: "1.0.0" }, { fixed: "2.0.0" }]);
    const packages = [installed("golang", "a", "(devel)"), installed("golang", "b", "(devel)")];
    const { ids, incomplete } = await match([go], packages);
    expect(ids).toEqual([]);
    expect(incomplete).toMatchObject([{ code: "MALFORMED", what: "a in opt/a" }]);
  });
});

describe("matching", () => {
  it("survives any package that an image may claim to hold", async () => {
    const store = await openAdvisories();
    const type = fc.constantFrom("deb", "apk", "npm", "pypi", "maven", "golang", "rpm", "x");
    const name = fc.oneof(fc.string(), fc.constantFrom("openssl", "lodash", "stdlib", "__proto__"));
    const packages = fc.array(fc.tuple(type, name, fc.string()), { maxLength: 8 });
    const system = fc.record({
      id: fc.constantFrom("debian", "alpine", "x"),
      versionId: fc.string(),
    });
    await fc.assert(
      fc.asyncProperty(packages, system, async (list, distribution) => {
        const all = list.map((parts) => installed(...parts));
        const { findings } = await matchPackages(inventory(all, distribution), store);
        for (const { rule, package: pkg } of findings) {
          if (rule === "vulnerable-package") expect(pkg?.name).toBeTypeOf("string");
        }
      }),
    );
  });

  it("takes well under a second for an image of 1,500 packages", async () => {
    const names = Array.from({ length: 1_500 }, (_, i) => `package-${i}`);
    const store = await storeOf(
      ...names.flatMap((name) =>
        [1, 2, 3, 4].map((n) => osv(`X-${name}-${n}`, "npm", name, fixedIn(`${n}.0.0`))),
      ),
    );
    const packages = names.map((name) => installed("npm", name, "2.5.0"));
    const start = performance.now();
    const { findings } = await matchPackages(inventory(packages), store);
    expect(findings).toHaveLength(3_000);
    // Measured: 0.1 s; the bound leaves room for a loaded machine.
    expect(performance.now() - start).toBeLessThan(3_000);
  });

  it("stops when the caller cancels", async () => {
    const store = await storeOf(osv("GHSA-1", "npm", "a", fixedIn("2.0.0")));
    const packages = inventory([installed("npm", "a", "1.0.0")]);
    const cancelled = matchPackages(packages, store, { signal: AbortSignal.abort() });
    await expect(cancelled).rejects.toMatchObject({ code: "ABORTED" });
  });
});
