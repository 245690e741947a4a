import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Distribution, Finding, Package } from "@plimsoll/core";
import { describe, expect, it } from "vitest";
import { buildAdvisories, matchPackages, openAdvisories } from "../../src/index.ts";
import { csafDocument } from "../formats/csaf-document.ts";
import { and, or, ovalDocument } from "../formats/oval-document.ts";
import { sample } from "../formats/reading.ts";
import { installed, inventory, osv, temporaryFolder, vulnerabilitiesIn } from "../support.ts";

type Document = { name: string; content: string | Buffer };

/** Matches packages against the advisories of published documents. */
async function matcher(documents: Document[], distribution: Partial<Distribution>) {
  const folder = await temporaryFolder();
  const from = await Promise.all(
    documents.map(async ({ name, content }) => {
      await writeFile(join(folder, name), content);
      return join(folder, name);
    }),
  );
  await buildAdvisories({ from, out: join(folder, "out") });
  const store = await openAdvisories({ directory: join(folder, "out") });
  const findings = async (packages: Package[], over: Partial<Distribution> = {}) => {
    const result = await matchPackages(inventory(packages, { ...distribution, ...over }), store, {
      now: new Date("2020-01-01"),
    });
    expect(result.incomplete).toEqual([]);
    return result.findings;
  };
  return {
    findings,
    ids: async (pkg: Package, over?: Partial<Distribution>) =>
      vulnerabilitiesIn(await findings([pkg], over)),
  };
}

const json = (...values: unknown[]): Document => ({
  name: "f.json",
  content: JSON.stringify(values),
});
const xml = (document: { toString(): string }): Document => ({
  name: "f.xml",
  content: document.toString(),
});

/** A package as rpm's database tells of it. */
function rpm(name: string, version: string, qualifiers = "", source?: string): Package {
  const stem = /^(.*)-([^-]+-[^-]+)$/.exec(source ?? "");
  return installed("rpm", name, version, {
    purl: `pkg:rpm/x/${name}@1?${qualifiers}`,
    ...(stem && { source: { name: stem[1]!, version: stem[2]! } }),
  });
}

function fixOf(findings: readonly Finding[]): string[] {
  return findings.map(({ vulnerability }) => `${vulnerability?.id} ${vulnerability?.fixedVersion}`);
}

const rhel8 = { id: "red_hat_enterprise_linux_8", cpe: "cpe:/o:redhat:enterprise_linux:8" };
const build = (rest: string) => ({ id: rest, purl: `pkg:rpm/redhat/${rest}` });

function vex(
  cve: string,
  statuses: (document: ReturnType<typeof csafDocument>) => Record<string, string[]>,
) {
  const document = csafDocument("csaf_vex", cve);
  document.vulnerability(cve, statuses(document));
  return document.value;
}

describe("an advisory about a module", () => {
  const version = (stream: number, build: number) => `1:${stream}.1.0-${build}.module+el8.9.0+2+a`;
  const purl = (stream: number) =>
    build(
      `nodejs@${stream}.1.0-5.module%2Bel8.9.0%2B2%2Ba?arch=x86_64&epoch=1&rpmmod=nodejs:${stream}:8090:a`,
    );
  const document = vex("CVE-2024-0012", (made) => ({ fixed: [made.part(rhel8, purl(14))] }));
  const label = (stream: number) => `arch=x86_64&epoch=1&rpmmod=nodejs%3A${stream}%3A8090%3Aa`;

  it("holds for its stream, and for no other", async () => {
    const { ids } = await matcher([json(document)], { id: "rhel", versionId: "8.9" });
    expect(await ids(rpm("nodejs", version(14, 4), label(14)))).toEqual(["CVE-2024-0012"]);
    expect(await ids(rpm("nodejs", version(14, 5), label(14)))).toEqual([]);
    expect(await ids(rpm("nodejs", version(12, 4), label(12)))).toEqual([]);
  });

  it("holds for no plain build, and one about plain builds for none of a module", async () => {
    const plain = vex("CVE-2024-0013", (made) => ({
      known_affected: [made.part(rhel8, build("nodejs"))],
    }));
    const { ids } = await matcher([json(document, plain)], { id: "rhel", versionId: "8.9" });
    expect(await ids(rpm("nodejs", "1:10.1.0-1.el8", "arch=x86_64"))).toEqual(["CVE-2024-0013"]);
    expect(await ids(rpm("nodejs", version(14, 4), label(14)))).toEqual(["CVE-2024-0012"]);
    expect(await ids(rpm("nodejs", version(12, 4), label(12)))).toEqual([]);
  });

  it("holds for a build of some module that does not say which", async () => {
    const { ids } = await matcher([json(document)], { id: "rhel", versionId: "8.9" });
    expect(await ids(rpm("nodejs", version(14, 4), "arch=x86_64"))).toEqual(["CVE-2024-0012"]);
  });
});

describe("an advisory about architectures", () => {
  it("holds for them, and for what is built for none", async () => {
    const document = vex("CVE-2024-0014", (made) => ({
      fixed: [made.part(rhel8, build("glibc@2.28-9.el8?arch=s390x"))],
    }));
    const { ids } = await matcher([json(document)], { id: "rhel", versionId: "8.9" });
    const glibc = (qualifiers: string) => rpm("glibc", "2.28-1.el8", qualifiers);
    expect(await ids(glibc("arch=s390x"))).toEqual(["CVE-2024-0014"]);
    expect(await ids(glibc("arch=x86_64"))).toEqual([]);
    expect(await ids(glibc("arch=noarch"))).toEqual(["CVE-2024-0014"]);
    expect(await ids(glibc(""))).toEqual(["CVE-2024-0014"]);
  });
});

describe("an advisory about a source package", () => {
  it("holds for its binary packages, without regard to an epoch that no file name tells", async () => {
    const document = vex("CVE-2020-12723", (made) => ({
      fixed: [made.part(rhel8, build("perl@5.26.3-419.el8?arch=src&epoch=4"))],
    }));
    const { ids } = await matcher([json(document)], { id: "rhel", versionId: "8.9" });
    const errno = (source: string) => rpm("perl-Errno", "0:1.28-419.el8", "arch=x86_64", source);
    expect(await ids(errno("perl-5.26.3-418.el8"))).toEqual(["CVE-2020-12723"]);
    expect(await ids(errno("perl-5.26.3-419.el8"))).toEqual([]);
    expect(await ids(rpm("perl", "4:5.26.3-418.el8", "", "perl-5.26.3-418.el8"))).toEqual([
      "CVE-2020-12723",
    ]);
    expect(await ids(rpm("perl", "4:5.26.3-419.el8", "", "perl-5.26.3-419.el8"))).toEqual([]);
  });

  it("is not one about the binary package of that name", async () => {
    const document = vex("CVE-2020-12723", (made) => ({
      fixed: [made.part(rhel8, build("perl@5.26.3-419.el8?arch=x86_64&epoch=4"))],
    }));
    const { ids } = await matcher([json(document)], { id: "rhel", versionId: "8.9" });
    const errno = rpm("perl-Errno", "0:1.28-418.el8", "arch=x86_64", "perl-5.26.3-418.el8");
    expect(await ids(errno)).toEqual([]);
    expect(await ids(rpm("perl", "4:5.26.3-418.el8", "arch=x86_64"))).toEqual(["CVE-2020-12723"]);
  });

  it("is known by SUSE's names of both kinds", async () => {
    const records = [
      osv("SUSE-SU-2024:1-1", "SUSE:Linux Enterprise Server 15 SP5", "perl", [
        { introduced: "0" },
        { fixed: "5.26.3-150300.17.17.1" },
      ]),
    ];
    const document = ovalDocument("org.opensuse.security");
    const release = document.test({
      comment: "SUSE Linux Enterprise Server 15 SP5 is installed",
      names: ["sles-release"],
      entities: [["version", "equals", "15.5"]],
    });
    document.definition(
      "vulnerability",
      "<title>CVE-2024-37370</title>",
      and(release, or(document.earlier("libkrb5-3", "0:1.20.1-150500.3.9.1"))),
    );
    const { ids } = await matcher([json(...records), xml(document)], {
      id: "sles",
      versionId: "15.5",
    });
    const errno = (release: string) =>
      rpm("perl-Errno", `1.28-${release}`, "arch=x86_64", `perl-5.26.3-${release}`);
    expect(await ids(errno("150300.17.11.1"))).toEqual(["SUSE-SU-2024:1-1"]);
    expect(await ids(errno("150300.17.17.1"))).toEqual([]);
    const krb5 = (release: string) =>
      rpm("libkrb5-3", `1.20.1-${release}`, "", `krb5-1.20.1-${release}`);
    expect(await ids(krb5("150500.3.6.1"))).toEqual(["CVE-2024-37370"]);
    expect(await ids(krb5("150500.3.9.1"))).toEqual([]);
  });
});

describe("an advisory about a repository", () => {
  const main = { id: "AppStream-9.3.0.Z.MAIN", cpe: "cpe:/a:redhat:enterprise_linux:9::appstream" };
  const extended = { id: "AppStream-9.2.0.Z.EUS", cpe: "cpe:/a:redhat:rhel_eus:9.2::appstream" };
  const document = vex("CVE-2024-0015", (made) => ({
    fixed: [
      made.part(main, build("bzip2@1.0.8-9.el9?arch=x86_64")),
      made.part(extended, build("bzip2@1.0.8-7.el9_2.1?arch=x86_64")),
    ],
  }));
  const bzip2 = (release: string) => rpm("bzip2", `1.0.8-${release}`, "arch=x86_64");
  const sets = (...contentSets: string[]) => ({ versionId: "9.2", contentSets });

  it("that everybody gets holds for images that do not say what they were built from", async () => {
    const { findings } = await matcher([json(document)], { id: "rhel", versionId: "9.2" });
    expect(fixOf(await findings([bzip2("8.el9")]))).toEqual(["CVE-2024-0015 1.0.8-9.el9"]);
    expect(fixOf(await findings([bzip2("6.el9_2")]))).toEqual(["CVE-2024-0015 1.0.8-9.el9"]);
  });

  it("holds for images that were built from it", async () => {
    const { findings } = await matcher([json(document)], { id: "rhel", versionId: "9.2" });
    const fixes = async (...names: string[]) =>
      fixOf(await findings([bzip2("6.el9_2")], sets(...names)));
    expect(await fixes("rhel-9-for-x86_64-appstream-rpms__9")).toEqual([
      "CVE-2024-0015 1.0.8-9.el9",
    ]);
    expect(await fixes("ubi-9-for-x86_64-appstream-rpms")).toEqual(["CVE-2024-0015 1.0.8-9.el9"]);
    expect(await fixes("rhel-9-for-x86_64-baseos-rpms")).toEqual([]);
    expect(await fixes("rhel-9-for-x86_64-appstream-eus-rpms__9_DOT_2")).toEqual([
      "CVE-2024-0015 1.0.8-7.el9_2.1",
    ]);
    expect(await fixes("rhel-9-for-x86_64-appstream-eus-rpms")).toEqual([
      "CVE-2024-0015 1.0.8-7.el9_2.1",
    ]);
    expect(await fixes("rhel-9-for-x86_64-appstream-eus-rpms__9_DOT_4")).toEqual([]);
    // Names of other makers tell nothing.
    expect(await fixes("acme-tools")).toEqual(["CVE-2024-0015 1.0.8-9.el9"]);
  });
});

describe("fixes in several minor releases", () => {
  const libcurl = (release: string) =>
    rpm("libcurl", `7.76.1-${release}`, "arch=x86_64", `curl-7.76.1-${release}`);

  it("count each for the builds of its own", async ({ skip }) => {
    const content = sample("rhel-csaf-vex-cve-2023-38545.json.gz");
    if (!content) return skip("no shared test data");
    const { findings } = await matcher([{ name: "f.json", content }], { id: "rhel" });
    const fixes = async (release: string, versionId: string) =>
      fixOf(await findings([libcurl(release)], { versionId }));
    // Fixed in its own minor release, though everybody else got the fix as 26.el9_3.2.
    expect(await fixes("23.el9_2.4", "9.2")).toEqual([]);
    expect(await fixes("23.el9_2.1", "9.2")).toEqual(["CVE-2023-38545 7.76.1-23.el9_2.4"]);
    expect(await fixes("23.el9", "9.2")).toEqual(["CVE-2023-38545 7.76.1-23.el9_2.4"]);
    expect(await fixes("26.el9_3.2", "9.3")).toEqual([]);
    expect(await fixes("26.el9_3.1", "9.3")).toEqual(["CVE-2023-38545 7.76.1-26.el9_3.2"]);
    expect(await fixes("29.el9_4", "9.4")).toEqual([]);
    // Its own minor release has a fix for subscribers only: an update leads to a later one.
    expect(await fixes("14.el9_0.8", "9.0")).toEqual(["CVE-2023-38545 7.76.1-26.el9_3.2"]);
  });

  it("leave the highest one to the advice where each holds", async () => {
    const records = ["7.76.1-24.el9", "7.76.1-29.el9", "7.76.1-26.el9"].map((fixed, index) =>
      osv(`RLSA-2023:${index}`, "Rocky Linux:9", "libcurl", [{ introduced: "0" }, { fixed }], {
        upstream: ["CVE-2023-38545"],
      }),
    );
    const { findings } = await matcher([json(...records)], { id: "rocky", versionId: "9.3" });
    expect(fixOf(await findings([libcurl("19.el9")]))).toEqual(["CVE-2023-38545 7.76.1-29.el9"]);
    expect(fixOf(await findings([libcurl("29.el9")]))).toEqual([]);
  });

  it("of an advisory about several vulnerabilities count for those that have no nearer one", async () => {
    const fixed = (id: string, version: string, upstream: string[]) =>
      osv(id, "Rocky Linux:9", "libcurl", [{ introduced: "0" }, { fixed: version }], { upstream });
    const records = [
      fixed("RLSA-1", "7.76.1-23.el9_2.4", ["CVE-2023-0001"]),
      fixed("RLSA-2", "7.76.1-26.el9_3.2", ["CVE-2023-0001", "CVE-2023-0002"]),
    ];
    const { ids } = await matcher([json(...records)], { id: "rocky", versionId: "9.2" });
    expect(await ids(libcurl("23.el9_2.4"))).toEqual(["CVE-2023-0002"]);
  });
});

describe("an advisory of Oracle about one flavour of a package", () => {
  const document = ovalDocument("com.oracle.elsa");
  const define = (id: string, cve: string, name: string, version: string) => {
    const release = document.test({
      comment: "Oracle Linux 9 is installed",
      names: ["oraclelinux-release"],
      entities: [["version", "pattern match", "^9"]],
    });
    document.definition(
      "patch",
      `<title>${id}: ${name} security update</title><reference source="elsa" ref_id="${id}"/><reference source="CVE" ref_id="${cve}"/>`,
      and(release, or(document.earlier(name, version))),
    );
  };
  define("ELSA-2023-5453", "CVE-2023-4911", "glibc", "0:2.34-60.0.2.el9_2.7");
  define("ELSA-2023-12854", "CVE-2023-4806", "glibc", "2:2.34-60.0.3.ksplice1.el9_2.7");
  define("ELSA-2022-9221", "CVE-2021-20305", "gnutls", "10:3.6.16-4.0.1.el9_fips");

  it("holds for that flavour, and for no other", async () => {
    const { ids } = await matcher([xml(document)], { id: "ol", versionId: "9.2" });
    expect(await ids(rpm("glibc", "2.34-60.0.1.el9"))).toEqual(["CVE-2023-4911"]);
    expect(await ids(rpm("glibc", "2.34-60.0.2.el9_2.7"))).toEqual([]);
    expect(await ids(rpm("glibc", "2:2.34-60.0.1.ksplice1.el9_2.7"))).toEqual(["CVE-2023-4806"]);
    expect(await ids(rpm("glibc", "2:2.34-60.0.3.ksplice1.el9_2.7"))).toEqual([]);
    expect(await ids(rpm("gnutls", "3.6.16-1.el9"))).toEqual([]);
    expect(await ids(rpm("gnutls", "10:3.6.16-4.el9_fips"))).toEqual(["CVE-2021-20305"]);
  });
});

describe("what is there for debugging only", () => {
  it("is not matched, neither by its own name nor by its source package's", async () => {
    const records = ["curl", "curl-debuginfo"].map((name) =>
      osv(`X-${name}`, "Azure Linux:3", name, [{ introduced: "0" }, { fixed: "8.9.0-1.azl3" }]),
    );
    const { ids } = await matcher([json(...records)], { id: "azurelinux", versionId: "3.0" });
    const version = "8.8.0-1.azl3";
    expect(await ids(rpm("curl", version))).toEqual(["X-curl"]);
    expect(await ids(rpm("curl-libs", version, "", `curl-${version}`))).toEqual(["X-curl"]);
    expect(await ids(rpm("curl-debuginfo", version, "", `curl-${version}`))).toEqual([]);
  });
});

describe("a package of Ubuntu", () => {
  it("is matched by the names that each feed uses", async () => {
    const document = ovalDocument("com.ubuntu.jammy");
    const test = document.test({
      kind: "dpkginfo",
      comment: "Long Term Support",
      names: ["libssl3", "openssl"],
      entities: [["evr", "less than", "0:3.0.2-0ubuntu1.18"]],
    });
    document.definition(
      "patch",
      `<title>USN-6986-1 -- OpenSSL vulnerability</title><affected><platform>Ubuntu 22.04 LTS</platform></affected>
       <reference source="USN" ref_id="USN-6986-1"/><reference source="CVE" ref_id="CVE-2024-6119"/>`,
      and(or(test)),
    );
    const record = osv("UBUNTU-CVE-2024-5535", "Ubuntu:22.04:LTS", "openssl", [
      { introduced: "0" },
      { fixed: "3.0.2-0ubuntu1.17" },
    ]);
    const { ids } = await matcher([xml(document), json(record)], {
      id: "ubuntu",
      versionId: "22.04",
    });
    const libssl = (version: string) =>
      installed("deb", "libssl3", version, { source: { name: "openssl", version } });
    expect(await ids(libssl("3.0.2-0ubuntu1.16"))).toEqual([
      "CVE-2024-6119",
      "UBUNTU-CVE-2024-5535",
    ]);
    expect(await ids(libssl("3.0.2-0ubuntu1.17"))).toEqual(["CVE-2024-6119"]);
    expect(await ids(libssl("3.0.2-0ubuntu1.18"))).toEqual([]);
  });
});
