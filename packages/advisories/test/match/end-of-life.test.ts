import type { Distribution } from "@plimsoll/core";
import { describe, expect, it } from "vitest";
import { lifeCycles } from "../../src/ecosystems/life-cycles.ts";
import { matchPackages, openAdvisories } from "../../src/index.ts";
import { inventory } from "../support.ts";

async function judge(distribution: Partial<Distribution>, day: string) {
  const store = await openAdvisories();
  const now = new Date(`${day}T12:00:00Z`);
  const { findings, incomplete } = await matchPackages(inventory([], distribution), store, { now });
  return { findings, incomplete, titles: findings.map(({ title }) => title) };
}

describe("the days of the life cycles", () => {
  it("are days of the calendar, of twenty-five distributions and more", () => {
    const all = Object.values(lifeCycles);
    expect(all.length).toBeGreaterThanOrEqual(25);
    for (const { url, lastDays } of all) {
      expect(url).toMatch(/^https?:\/\//);
      for (const day of Object.values(lastDays)) {
        expect(new Date(day).toISOString().slice(0, 10)).toBe(day);
      }
    }
  });
});

describe("a release without security updates", () => {
  it("is a finding that says since when, and what to do", async () => {
    const { findings, incomplete } = await judge({ id: "debian", versionId: "10" }, "2026-11-23");
    expect(findings).toMatchObject([
      {
        rule: "distribution-end-of-life",
        kind: "policy",
        severity: "high",
        status: "fail",
        title: "Debian 10 has been out of support since 2024-06-30",
        evidence: { value: "ID=debian VERSION_ID=10", source: "etc/os-release" },
        fix: { description: "Rebuild on a supported release of Debian" },
        references: ["https://wiki.debian.org/LTS"],
      },
    ]);
    // Everything was inspected: the baseline knows advisories for Debian 10.
    expect(incomplete).toEqual([]);
  });

  it("is found from the day after its last day on, whatever the age of the advisories", async () => {
    const bookworm = { id: "debian", versionId: "12" };
    expect((await judge(bookworm, "2028-06-30")).titles).toEqual([]);
    expect((await judge(bookworm, "2028-07-01")).titles).toHaveLength(1);
  });

  it("keeps its fingerprint over time", async () => {
    const stretch = { id: "debian", versionId: "9" };
    const before = (await judge(stretch, "2024-01-01")).findings[0];
    const after = (await judge({ ...stretch, versionId: "9.13" }, "2026-11-23")).findings[0];
    expect(before?.fingerprint).toBe(after?.fingerprint);
    expect(before?.fingerprint).toBeDefined();
  });

  it.each([
    [{ id: "debian", codename: "buster" }, "Debian 10 has been out of support since 2024-06-30"],
    [
      { id: "alpine", versionId: "3.18.4" },
      "Alpine Linux 3.18 has been out of support since 2025-05-09",
    ],
    [{ id: "ubuntu", versionId: "20.04" }, "Ubuntu 20.04 has been out of support since 2025-05-31"],
    [{ id: "centos", versionId: "7" }, "CentOS Linux 7 has been out of support since 2024-06-30"],
    [
      { id: "rhel", versionId: "7.9" },
      "Red Hat Enterprise Linux 7 has been out of support since 2024-06-30",
    ],
    [
      { id: "sles", versionId: "15.5" },
      "SUSE Linux Enterprise Server 15.5 has been out of support since 2024-12-31",
    ],
    [
      { id: "opensuse-leap", versionId: "15.4" },
      "openSUSE Leap 15.4 has been out of support since 2023-12-07",
    ],
    [
      { id: "centos", versionId: "8", name: "CentOS Stream 8" },
      "CentOS Stream 8 has been out of support since 2024-05-31",
    ],
    [{ id: "amzn", versionId: "2" }, "Amazon Linux 2 has been out of support since 2026-06-30"],
    [
      { id: "amzn", versionId: "2018.03" },
      "Amazon Linux 2018 has been out of support since 2023-12-31",
    ],
    [{ id: "ol", versionId: "7.9" }, "Oracle Linux 7 has been out of support since 2024-12-01"],
    [{ id: "fedora", versionId: "39" }, "Fedora Linux 39 has been out of support since 2024-11-26"],
    [
      { id: "mariner", versionId: "2.0.20240301" },
      "CBL-Mariner 2 has been out of support since 2025-07-31",
    ],
    [
      { id: "openeuler", versionId: "23.09" },
      "openEuler 23.09 has been out of support since 2024-03-31",
    ],
    [
      { id: "openwrt", versionId: "22.03.5" },
      "OpenWrt 22.03 has been out of support since 2024-04-11",
    ],
    [{ id: "nixos", versionId: "23.11" }, "NixOS 23.11 has been out of support since 2024-06-30"],
  ])("is recognised from os-release: %j", async (distribution, title) => {
    expect((await judge(distribution, "2026-11-23")).titles).toEqual([title]);
  });

  it.each([
    { id: "debian", versionId: "13" },
    { id: "debian", codename: "sid" },
    { id: "alpine", versionId: "3.22.1" },
    { id: "alpine", versionId: "3.18_alpha20230101" },
    { id: "ubuntu", versionId: "24.04" },
    { id: "wolfi", versionId: "20230201" },
    { id: "centos", versionId: "9", name: "CentOS Stream 9" },
    { id: "slackware", versionId: "14.2" },
    { id: "openeuler", versionId: "22.03" },
    { id: "amzn", versionId: "2023" },
    { id: "constructor", versionId: "1" },
    { id: "debian", versionId: "99" },
  ])("is not claimed of %j", async (distribution) => {
    expect((await judge(distribution, "2026-11-23")).titles).toEqual([]);
  });

  it("does not hide that there are no advisories for it", async () => {
    const { titles, incomplete } = await judge({ id: "ubuntu", versionId: "18.04" }, "2026-11-23");
    expect(titles).toEqual(["Ubuntu 18.04 has been out of support since 2023-05-31"]);
    expect(incomplete).toMatchObject([{ code: "UNSUPPORTED", what: "ubuntu 18.04 packages" }]);
  });

  it("is judged on the present day unless another is given", async () => {
    const list = inventory([], { id: "debian", versionId: "8" });
    const { findings } = await matchPackages(list, await openAdvisories());
    expect(findings.map(({ rule }) => rule)).toEqual(["distribution-end-of-life"]);
  });
});
