import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csafFormat } from "../../src/formats/csaf/read-csaf.ts";
import { csafDocument, type MadeProduct } from "./csaf-document.ts";
import { advisoriesIn, describeAffected, faultsIn, sample } from "./reading.ts";

function read(value: unknown) {
  const readings = [...csafFormat.read(value)];
  const advisories = advisoriesIn(readings);
  return {
    advisories,
    faults: faultsIn(readings),
    affected: describeAffected(advisories.flatMap(({ affected }) => affected)),
  };
}

const rhel9 = { id: "AppStream-9.3.0.Z.MAIN", cpe: "cpe:/a:redhat:enterprise_linux:9::appstream" };
const rhel8 = { id: "red_hat_enterprise_linux_8", cpe: "cpe:/o:redhat:enterprise_linux:8" };
const eus = { id: "AppStream-9.0.0.Z.EUS", cpe: "cpe:/a:redhat:rhel_eus:9.0::appstream" };
const rpm = (rest: string): MadeProduct => ({ id: rest, purl: `pkg:rpm/redhat/${rest}` });

describe("a CSAF advisory of Red Hat", () => {
  it("says in which builds vulnerabilities are fixed", () => {
    const document = csafDocument("csaf_security_advisory", "RHSA-2023:6745");
    const builds = ["x86_64", "aarch64", "src"].map((arch) =>
      document.part(rhel9, rpm(`curl@7.76.1-26.el9_3.2?arch=${arch}`)),
    );
    builds.push(document.part(rhel9, rpm("curl-debuginfo@7.76.1-26.el9_3.2?arch=x86_64")));
    builds.push(document.part(rhel9, rpm("bind@9.16.23-14.el9_3.4?arch=x86_64&epoch=32")));
    document.vulnerability("CVE-2023-38545", { fixed: builds });
    document.vulnerability("CVE-2023-38546", { fixed: builds.slice(0, 1) });
    const { advisories, affected } = read(document.value);
    expect(advisories).toMatchObject([
      {
        feed: "redhat-csaf",
        id: "RHSA-2023:6745",
        upstream: ["CVE-2023-38545", "CVE-2023-38546"],
        severityWord: "Important",
        severities: [],
        published: "2023-11-07T08:00:00Z",
        modified: "2023-11-08T09:10:11Z",
        url: "https://access.redhat.com/errata/RHSA-2023:6745",
      },
    ]);
    expect(affected).toEqual([
      'Red Hat:enterprise_linux:9 curl < 7.76.1-26.el9_3.2 module "" (aarch64 x86_64) [cpe:/a:redhat:enterprise_linux:9::appstream]',
      'Red Hat:enterprise_linux:9 bind < 32:9.16.23-14.el9_3.4 module "" (x86_64) [cpe:/a:redhat:enterprise_linux:9::appstream]',
    ]);
  });

  it("is about the source package where no other is listed", () => {
    const document = csafDocument("csaf_security_advisory", "RHSA-2024:9371");
    const source = document.part(rhel9, rpm("python3.9@3.9.19-8.el9?arch=src"));
    document.vulnerability("CVE-2024-8088", { fixed: [source] });
    expect(read(document.value).affected).toEqual([
      'Red Hat:enterprise_linux:9 python3.9 < 3.9.19-8.el9 module "" (src) [cpe:/a:redhat:enterprise_linux:9::appstream]',
    ]);
  });
});

describe("a VEX document of Red Hat", () => {
  it("is an advisory of the vulnerability, with what is done about each package", () => {
    const document = csafDocument("csaf_vex", "CVE-2023-1000");
    const part = (name: string) => document.part(rhel8, rpm(name));
    const parts = {
      deferred: part("gegl"),
      dropped: part("gimp"),
      old: part("babl"),
      open: part("gegl04"),
      unknown: part("lcms2"),
      safe: part("zlib"),
    };
    document.vulnerability(
      "CVE-2023-1000",
      {
        known_affected: [parts.deferred, parts.dropped, parts.old, parts.open],
        under_investigation: [parts.unknown],
        known_not_affected: [parts.safe],
        fixed: [document.part(eus, rpm("gegl@0.4-1.el9_0.1?arch=x86_64"))],
      },
      [
        { category: "none_available", details: "Fix deferred", product_ids: [parts.deferred] },
        { category: "no_fix_planned", details: "Will not fix", product_ids: [parts.dropped] },
        { category: "no_fix_planned", details: "Out of support scope", product_ids: [parts.old] },
        { category: "none_available", details: "Affected", product_ids: [parts.open] },
        { category: "workaround", details: "Will not fix", product_ids: [parts.open] },
      ],
    );
    const { advisories, affected } = read(document.value);
    expect(advisories).toMatchObject([
      {
        id: "CVE-2023-1000",
        upstream: [],
        severityWord: "Moderate",
        severities: [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H" }],
        summary: "CVE-2023-1000 is bad",
      },
    ]);
    expect(affected).toEqual([
      'Red Hat:enterprise_linux:9 gegl < 0.4-1.el9_0.1 module "" (x86_64) [cpe:/a:redhat:rhel_eus:9.0::appstream]',
      'Red Hat:enterprise_linux:8 gegl module "" fix-deferred',
      'Red Hat:enterprise_linux:8 gimp module "" will-not-fix',
      'Red Hat:enterprise_linux:8 babl module "" end-of-life',
      'Red Hat:enterprise_linux:8 gegl04 module "" affected',
      'Red Hat:enterprise_linux:8 lcms2 module "" under-investigation',
      'Red Hat:enterprise_linux:8 zlib < 0 module ""',
    ]);
  });

  it("knows the module of a package, wherever it is written", () => {
    const document = csafDocument("csaf_vex", "CVE-2023-1000");
    const version = "18.18.2-2.module%2Bel8.8.0%2B20407%2Ba9e6e6f4";
    const inPurl = document.part(
      rhel8,
      rpm(`nodejs@${version}?arch=x86_64&epoch=1&rpmmod=nodejs:18:8080020231013:63b34585`),
    );
    const module = document.part(rhel8, { id: "nodejs:16:8080020231013:63b34585" });
    const between = document.part({ id: module }, rpm(`npm@${version}?arch=x86_64`));
    const unsaid = document.part(rhel8, rpm(`yarn@${version}?arch=x86_64`));
    const flatpak = document.part(rhel8, rpm("firefox@128.0-1.el8?arch=x86_64&rpmmod=rhel8"));
    const inName = document.part(rhel8, { id: "nodejs:20/nodejs" });
    document.vulnerability("CVE-2023-1000", {
      fixed: [inPurl, between, unsaid, flatpak],
      known_affected: [inName],
    });
    const plain = "18.18.2-2.module+el8.8.0+20407+a9e6e6f4";
    expect(read(document.value).affected).toEqual([
      `Red Hat:enterprise_linux:8 nodejs < 1:${plain} module "nodejs:18" (x86_64)`,
      `Red Hat:enterprise_linux:8 npm < ${plain} module "nodejs:16" (x86_64)`,
      `Red Hat:enterprise_linux:8 yarn < ${plain} (x86_64)`,
      'Red Hat:enterprise_linux:8 firefox < 128.0-1.el8 module "rhel8" (x86_64)',
      'Red Hat:enterprise_linux:8 nodejs module "nodejs:20" affected',
    ]);
  });

  it("leaves out containers, and counts other products under their own names", () => {
    const document = csafDocument("csaf_vex", "CVE-2023-1000");
    const satellite = { id: "8Base-satellite-6.14", cpe: "cpe:/a:redhat:satellite:6.14::el8" };
    document.vulnerability("CVE-2023-1000", {
      fixed: [
        document.part(satellite, rpm("foreman@3.7.0.11-2.el8sat?arch=noarch")),
        document.part(rhel8, { id: "ose-cli", purl: "pkg:oci/ose-cli@sha256:1?arch=amd64" }),
        "not in the tree",
      ],
    });
    expect(read(document.value).affected).toEqual([
      'Red Hat:satellite:6.14::el8 foreman < 3.7.0.11-2.el8sat module "" (noarch)',
    ]);
  });
});

describe("a CSAF document of SUSE", () => {
  it("names releases and packages in words", () => {
    const document = csafDocument(
      "csaf_security_advisory",
      "SUSE-SU-2024:2302-1",
      "https://www.suse.com/",
    );
    const server = { id: "SUSE Linux Enterprise Server 15 SP5" };
    document.vulnerability("CVE-2024-37370", {
      recommended: ["x86_64", "aarch64"].map((arch) =>
        document.part(server, { id: `krb5-client-1.20.1-150500.3.9.1.${arch}` }),
      ),
    });
    const { advisories, affected } = read(document.value);
    expect(advisories).toMatchObject([{ feed: "suse-csaf", id: "SUSE-SU-2024:2302-1" }]);
    expect(affected).toEqual([
      "SUSE:Linux Enterprise Server 15 SP5 krb5-client < 1.20.1-150500.3.9.1 (aarch64 x86_64)",
    ]);
  });
});

describe("a CSAF document", () => {
  it("of somebody else is reported", () => {
    const document = csafDocument("csaf_vex", "ACME-1", "https://acme.example");
    expect(read(document.value).faults).toEqual([
      'ACME-1 is published by "https://acme.example", about no distribution known',
    ]);
  });

  it("whose branches never end is reported", () => {
    let tree: unknown = {};
    for (let depth = 0; depth < 10_000; depth += 1) tree = { branches: [tree] };
    const document = csafDocument("csaf_vex", "CVE-2023-1000").value;
    expect(read({ ...document, product_tree: tree }).faults).toEqual([
      "it nests more than 32 branches",
    ]);
  });

  it("is never the cause of an exception, whatever it holds", () => {
    const { document } = csafDocument("csaf_vex", "CVE-2023-1000").value;
    const any = () => fc.jsonValue({ maxDepth: 4 });
    fc.assert(
      fc.property(any(), any(), any(), any(), (tree, part, status, id) => {
        csafFormat.recognises(tree);
        csafFormat.recognises({ document: part });
        read(part);
        read({ document: part });
        read({ document, product_tree: tree, vulnerabilities: part });
        read({
          document,
          product_tree: { branches: [tree, { product: part }], relationships: [part, tree] },
          vulnerabilities: [
            { cve: "CVE-1", product_status: status, remediations: part },
            { cve: id },
          ],
        });
        read({
          document: { ...document, tracking: id, references: part },
          vulnerabilities: [{ cve: "CVE-1", product_status: { fixed: status }, scores: part }],
        });
      }),
    );
  });
});

describe("published CSAF documents of Red Hat", () => {
  it("are read whole", ({ skip }) => {
    const vex = sample("rhel-csaf-vex-cve-2023-38545.json.gz");
    const advisory = sample("rhel-csaf-rhsa-2024_9371.json.gz");
    if (!vex || !advisory) return skip("no shared test data");
    const { advisories, affected } = read(JSON.parse(vex.toString()));
    expect(advisories[0]).toMatchObject({
      id: "CVE-2023-38545",
      severityWord: "Important",
      url: "https://access.redhat.com/security/cve/CVE-2023-38545",
      modified: "2025-11-21T14:31:32Z",
    });
    const own = affected.filter((text) => / libcurl </.test(text));
    const arches = "(aarch64 i686 ppc64le s390x x86_64)";
    const main =
      "[cpe:/a:redhat:enterprise_linux:9::appstream cpe:/o:redhat:enterprise_linux:9::baseos]";
    const extended = "[cpe:/a:redhat:rhel_eus:9.0::appstream cpe:/o:redhat:rhel_eus:9.0::baseos]";
    expect(own).toEqual([
      `Red Hat:enterprise_linux:9 libcurl < 7.76.1-14.el9_0.9 module "" ${arches} ${extended}`,
      `Red Hat:enterprise_linux:9 libcurl < 7.76.1-23.el9_2.4 module "" ${arches} ${main}`,
      `Red Hat:enterprise_linux:9 libcurl < 7.76.1-26.el9_3.2 module "" ${arches} ${main}`,
      'Red Hat:enterprise_linux:6 libcurl < 0 module ""',
      'Red Hat:enterprise_linux:7 libcurl < 0 module ""',
      'Red Hat:enterprise_linux:8 libcurl < 0 module ""',
    ]);
    expect(read(JSON.parse(advisory.toString())).advisories[0]).toMatchObject({
      id: "RHSA-2024:9371",
      upstream: ["CVE-2024-8088"],
    });
  });

  it("that are damaged are never the cause of an exception", ({ skip }) => {
    const file = sample("rhel-csaf-rhsa-2024_9371.json.gz");
    if (!file) return skip("no shared test data");
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.constantFrom(...'0x[{}]"'), (at, value) => {
        const damaged = Buffer.from(file);
        damaged.write(value, at);
        let parsed: unknown;
        try {
          parsed = JSON.parse(damaged.toString());
        } catch {
          return;
        }
        expect(read(parsed).advisories.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 300 },
    );
  });
});
