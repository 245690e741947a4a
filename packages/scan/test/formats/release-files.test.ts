import { readdirSync, readFileSync } from "node:fs";
import type { Distribution } from "@plimsoll/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findDistribution } from "../../src/catalog/distribution.ts";
import { parseLsbRelease, parseReleaseFile } from "../../src/formats/release-files.ts";
import { distributionFiles, osReleaseInspector } from "../../src/inspectors/os-release.ts";
import { factsOf, fileEntry, inspectFile } from "../support/image-facts.ts";
import { sharedFolder } from "../support/shared.ts";

function named(found: Distribution | undefined): string | undefined {
  return found && [found.id, found.versionId ?? found.codename].filter(Boolean).join(" ");
}

describe("parseReleaseFile", () => {
  it("reads the first line of each distribution's file", () => {
    const cases: [string, string | undefined][] = [
      ["Red Hat Enterprise Linux release 8.10 (Ootpa)\n", "rhel 8.10"],
      ["Red Hat Enterprise Linux Server release 7.9 (Maipo)", "rhel 7.9"],
      ["CentOS release 5.7 (Final)", "centos 5.7"],
      ["CentOS Linux release 7.6.1810 (Core) \n", "centos 7.6.1810"],
      ["CentOS Stream release 9", "centos 9"],
      ["Fedora release 29 (Twenty Nine)", "fedora 29"],
      ["AlmaLinux release 8.4 (Electric Cheetah)", "almalinux 8.4"],
      ["Rocky Linux release 9.3 (Blue Onyx)", "rocky 9.3"],
      ["Oracle Linux Server release 8.9", "ol 8.9"],
      ["Enterprise Linux Enterprise Linux Server release 5.5 (Carthage)", "ol 5.5"],
      ["Scientific Linux release 7.9 (Nitrogen)", "scientific 7.9"],
      ["Amazon Linux release 2 (Karoo)", "amzn 2"],
      ["Amazon Linux AMI release 2018.03", "amzn 2018.03"],
      ["VMware Photon OS 4.0\nPHOTON_BUILD_NUMBER=1526e30ba", "photon 4.0"],
      ["CBL-Mariner 2.0.20220804", "mariner 2.0.20220804"],
      ["Gentoo Base System release 2.14", "gentoo 2.14"],
      ["Slackware 15.0", "slackware 15.0"],
      ["openSUSE 13.1 (x86_64)\nVERSION = 13.1\nCODENAME = Bottle", "opensuse 13.1"],
      [
        "SUSE Linux Enterprise Server 12 (x86_64)\nVERSION = 12\nPATCHLEVEL = 5\n# deprecated",
        "sles 12.5",
      ],
      ["SUSE Linux Enterprise Server 12 (x86_64)\nVERSION = 12\nPATCHLEVEL = 0", "sles 12"],
      ["openEuler release 22.03 LTS", "openeuler 22.03"],
      ["Mageia release 8 (Official) for x86_64", "mageia 8"],
      ["An unknown Linux release 1", undefined],
      ["", undefined],
    ];
    for (const [text, expected] of cases)
      expect(named(parseReleaseFile(text)), text).toBe(expected);
  });

  it("never throws, and bounds what it keeps", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        for (const input of [text, `CentOS ${text}`, `SUSE Linux Enterprise ${text}`]) {
          const found = parseReleaseFile(input);
          expect(found?.name?.length ?? 0).toBeLessThanOrEqual(1024);
        }
      }),
    );
  });
});

describe("parseLsbRelease", () => {
  it("reads the DISTRIB variables, quoted or not", () => {
    const ubuntu =
      'DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=18.04\nDISTRIB_CODENAME=bionic\nDISTRIB_DESCRIPTION="Ubuntu 18.04.2 LTS"\n';
    expect(parseLsbRelease(ubuntu)).toEqual({
      id: "ubuntu",
      like: [],
      versionId: "18.04",
      codename: "bionic",
      name: "Ubuntu 18.04.2 LTS",
    });
    expect(named(parseLsbRelease("DISTRIB_ID='OpenWrt'\nDISTRIB_RELEASE='23.05.2'\n"))).toBe(
      "openwrt 23.05.2",
    );
    expect(named(parseLsbRelease('DISTRIB_ID="Arch"\nDISTRIB_RELEASE="rolling"\n'))).toBe("arch");
    for (const text of ["", "invalid", "DISTRIB_ID=", "DISTRIB_ID=../../etc"]) {
      expect(parseLsbRelease(text), text).toBeUndefined();
    }
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        parseLsbRelease(text);
        parseLsbRelease(`DISTRIB_ID=${text}`);
      }),
    );
  });
});

describe("the distribution of an image without os-release", () => {
  const identify = (files: Record<string, string>) =>
    named(findDistribution(factsOf([files], [osReleaseInspector])));

  it("is told by the rebuild's own file before Red Hat's", () => {
    expect(
      identify({
        "etc/redhat-release": "CentOS Linux release 7.9.2009 (Core)\n",
        "etc/almalinux-release": "AlmaLinux release 8.4 (Electric Cheetah)\n",
      }),
    ).toBe("almalinux 8.4");
  });

  it("is Ubuntu where lsb-release says so, although Debian's version lies there too", () => {
    const ubuntu = "DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=22.04\n";
    expect(identify({ "etc/debian_version": "bookworm/sid\n", "etc/lsb-release": ubuntu })).toBe(
      "ubuntu 22.04",
    );
  });

  it("is Arch where its empty file lies", () => {
    expect(identify({ "etc/arch-release": "" })).toBe("arch");
  });

  it("is not guessed from a file that nobody knows", () => {
    expect(identify({ "etc/system-release": "Homemade Linux 1\n" })).toBeUndefined();
  });
});

describe("the files of real distributions", () => {
  it("are all understood, by what they say themselves", ({ skip }) => {
    const folder = sharedFolder("os-release");
    if (folder === undefined) return skip();
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath}/${entry.name}`.slice(folder.length + 1));
    const unlike = new Map<string, string | undefined>([
      // Files that name no distribution on purpose, and those that are not about releases.
      ["aquasecurity__trivy/release/no-id", undefined],
      ["aquasecurity__trivy/ubuntu/invalid", undefined],
      ["aquasecurity__trivy/ubuntu/esm_disabled_status.json", undefined],
      ["anchore__syft/linux/busybox/bin/busybox", undefined],
    ]);
    const releaseFiles = new Map([
      ["anchore__syft/linux/almalinux/from-redhat-release/etc/redhat-release", "almalinux 8.10"],
      ["anchore__syft/linux/centos5/etc/redhat-release", "centos 5.7"],
      ["anchore__syft/linux/debian/from-debian_version/etc/debian_version", "debian 10"],
      ["anchore__syft/linux/debian/with-point-release/etc/debian_version", "debian 13"],
      ["anchore__syft/linux/redhat/from-redhat-release/etc/redhat-release", "rhel 8.10"],
      ["anchore__syft/linux/scientific/from-redhat-release/etc/redhat-release", "scientific 7.9"],
      ["aquasecurity__trivy/debian/debian_9/etc/debian_version", "debian 9"],
      ["aquasecurity__trivy/debian/debian_sid/etc/debian_version", "debian buster"],
      ["aquasecurity__trivy/redhatbase/alma/almalinux-release", "almalinux 8.4"],
      ["aquasecurity__trivy/redhatbase/centos/centos-release", "centos 7.6.1810"],
      ["aquasecurity__trivy/redhatbase/fedora_29/fedora-release", "fedora 29"],
      ["aquasecurity__trivy/ubuntu/lsb-release", "ubuntu 18.04"],
    ]);
    expect(files.length).toBeGreaterThan(80);
    expect(
      [...unlike.keys(), ...releaseFiles.keys()].filter((file) => !files.includes(file)),
    ).toEqual([]);
    for (const file of files) {
      const raw = readFileSync(`${folder}/${file}`, "utf8");
      // claircore keeps the file and what it parses to in one archive.
      const text = raw.startsWith("-- ") ? raw.split(/^-- .* --\n/m)[1]! : raw;
      const base = file.slice(file.lastIndexOf("/") + 1);
      const known = distributionFiles.find((path) => path.endsWith(`/${base}`));
      const path = known ?? "etc/os-release";
      const found = inspectFile(osReleaseInspector, fileEntry(path), Buffer.from(text));
      if (unlike.has(file)) expect(found, file).toBeUndefined();
      else if (releaseFiles.has(file)) expect(named(found), file).toBe(releaseFiles.get(file));
      else {
        expect(found?.id, file).toBe(assigned(text, "ID")?.toLowerCase());
        expect(found?.versionId, file).toBe(assigned(text, "VERSION_ID"));
      }
    }
  });
});

function assigned(text: string, key: string): string | undefined {
  const all = [...text.matchAll(new RegExp(`^ *${key}=["']?([^"'\\n]*)`, "gm"))];
  return all.at(-1)?.[1]?.trim() || undefined;
}
