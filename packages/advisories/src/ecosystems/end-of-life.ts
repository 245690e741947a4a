import type { Distribution } from "@plimsoll/core";
import { releaseOf } from "./distribution.ts";

interface LifeCycle {
  /** As a person writes it. */
  readonly name: string;
  /** Where its publisher says so. */
  readonly url: string;
  /** Last day of security updates that everybody gets, by release. */
  readonly lastDays: Readonly<Record<string, string>>;
}

const lifeCycles: Readonly<Record<string, LifeCycle>> = {
  debian: {
    name: "Debian",
    // End of LTS.
    url: "https://wiki.debian.org/LTS",
    lastDays: {
      6: "2016-02-29",
      7: "2018-05-31",
      8: "2020-06-30",
      9: "2022-06-30",
      10: "2024-06-30",
      11: "2026-08-31",
      12: "2028-06-30",
      13: "2030-06-30",
    },
  },
  ubuntu: {
    name: "Ubuntu",
    // End of standard support.
    url: "https://ubuntu.com/about/release-cycle",
    lastDays: {
      "14.04": "2019-04-30",
      "16.04": "2021-04-30",
      "18.04": "2023-05-31",
      "20.04": "2025-05-31",
      "22.10": "2023-07-20",
      "23.04": "2024-01-25",
      "23.10": "2024-07-11",
      "24.10": "2025-07-10",
      "25.04": "2026-01-15",
    },
  },
  alpine: {
    name: "Alpine Linux",
    url: "https://alpinelinux.org/releases/",
    lastDays: {
      "v3.5": "2018-11-01",
      "v3.6": "2019-05-01",
      "v3.7": "2019-11-01",
      "v3.8": "2020-05-01",
      "v3.9": "2020-11-01",
      "v3.10": "2021-05-01",
      "v3.11": "2021-11-01",
      "v3.12": "2022-05-01",
      "v3.13": "2022-11-01",
      "v3.14": "2023-05-01",
      "v3.15": "2023-11-01",
      "v3.16": "2024-05-23",
      "v3.17": "2024-11-22",
      "v3.18": "2025-05-09",
      "v3.19": "2025-11-01",
      "v3.20": "2026-04-01",
      "v3.21": "2026-11-01",
      "v3.22": "2027-05-01",
    },
  },
  centos: {
    name: "CentOS Linux",
    url: "https://www.centos.org/centos-linux-eol/",
    lastDays: { 6: "2020-11-30", 7: "2024-06-30", 8: "2021-12-31" },
  },
  rhel: {
    name: "Red Hat Enterprise Linux",
    // End of maintenance support.
    url: "https://access.redhat.com/support/policy/updates/errata",
    lastDays: { 6: "2020-11-30", 7: "2024-06-30", 8: "2029-05-31", 9: "2032-05-31" },
  },
  almalinux: {
    name: "AlmaLinux",
    url: "https://wiki.almalinux.org/release-notes/",
    lastDays: { 8: "2029-03-01", 9: "2032-05-31" },
  },
  rocky: {
    name: "Rocky Linux",
    url: "https://wiki.rockylinux.org/rocky/version/",
    lastDays: { 8: "2029-05-31", 9: "2032-05-31" },
  },
  sles: {
    name: "SUSE Linux Enterprise Server",
    // End of general support.
    url: "https://www.suse.com/lifecycle",
    lastDays: {
      "12.5": "2024-10-31",
      "15.3": "2022-12-31",
      "15.4": "2023-12-31",
      "15.5": "2024-12-31",
      "15.6": "2025-12-31",
    },
  },
  "opensuse-leap": {
    name: "openSUSE Leap",
    url: "https://en.opensuse.org/Lifetime",
    lastDays: { "15.3": "2022-12-31", "15.4": "2023-12-07", "15.5": "2024-12-31" },
  },
};

/** A release that gets no security updates any more. */
export interface EndOfLife {
  /** As a person writes it: `Debian 10`. */
  readonly name: string;
  /** `YYYY-MM-DD` */
  readonly lastDay: string;
  readonly url: string;
}

/**
 * The end of a release's life, when its last day of security updates lies before `now`;
 * `undefined` for supported releases and for those whose last day is not known.
 */
export function findEndOfLife(distribution: Distribution, now: Date): EndOfLife | undefined {
  const { id } = distribution;
  const lifeCycle = Object.hasOwn(lifeCycles, id) ? lifeCycles[id] : undefined;
  const release = releaseOf(distribution);
  // CentOS Stream has the same ID and other dates.
  if (!lifeCycle || release === undefined || /\bStream\b/.test(distribution.name ?? "")) {
    return undefined;
  }
  const { name, url, lastDays } = lifeCycle;
  const lastDay = Object.hasOwn(lastDays, release) ? lastDays[release] : undefined;
  if (lastDay === undefined || now.toISOString().slice(0, 10) <= lastDay) return undefined;
  return { name: `${name} ${release.replace(/^v/, "")}`, lastDay, url };
}
