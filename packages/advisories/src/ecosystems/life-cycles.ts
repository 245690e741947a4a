/** The life of a distribution's releases. */
export interface LifeCycle {
  /** As a person writes it. */
  readonly name: string;
  /** Where its publisher says so. */
  readonly url: string;
  /** How its keys follow from VERSION_ID; default: as the keys of advisory shards, see `releaseOf`. */
  readonly release?: RegExp;
  /** Last day of security updates that everybody gets, by release. */
  readonly lastDays: Readonly<Record<string, string>>;
}

const minor = /^\d+\.\d+/;

/**
 * By ID of os-release(5). Where no other source is named, the days are those that endoflife.date
 * collects from the publishers (https://endoflife.date/NAME, read in November 2026); days that lie
 * ahead and that it does not have are left out. Rolling releases have none.
 */
export const lifeCycles: Readonly<Record<string, LifeCycle>> = {
  debian: {
    name: "Debian",
    // End of LTS. 12 and 13: https://www.debian.club/en/eol
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
  devuan: {
    name: "Devuan",
    url: "https://www.devuan.org/os/releases",
    lastDays: { 1: "2020-06-30", 2: "2022-06-30", 3: "2024-06-01", 4: "2026-08-15" },
  },
  ubuntu: {
    name: "Ubuntu",
    // End of standard support.
    url: "https://ubuntu.com/about/release-cycle",
    lastDays: {
      "12.04": "2017-04-28",
      "14.04": "2019-04-02",
      "14.10": "2015-07-23",
      "15.04": "2016-02-04",
      "15.10": "2016-07-28",
      "16.04": "2021-04-02",
      "16.10": "2017-07-20",
      "17.04": "2018-01-13",
      "17.10": "2018-07-19",
      "18.04": "2023-05-31",
      "18.10": "2019-07-18",
      "19.04": "2020-01-23",
      "19.10": "2020-07-06",
      "20.04": "2025-05-31",
      "20.10": "2021-07-22",
      "21.04": "2022-01-20",
      "21.10": "2022-07-14",
      "22.04": "2027-04-01",
      "22.10": "2023-07-20",
      "23.04": "2024-01-20",
      "23.10": "2024-07-12",
      "24.04": "2029-05-31",
      "24.10": "2025-07-10",
      "25.04": "2026-01-17",
      "25.10": "2026-07-01",
      "26.04": "2031-04-30",
    },
  },
  alpine: {
    name: "Alpine Linux",
    url: "https://alpinelinux.org/releases/",
    lastDays: {
      "v3.0": "2016-05-01",
      "v3.1": "2016-11-01",
      "v3.2": "2017-05-01",
      "v3.3": "2017-11-01",
      "v3.4": "2018-05-01",
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
      "v3.23": "2027-11-01",
    },
  },
  alpaquita: {
    name: "Alpaquita Linux",
    url: "https://bell-sw.com/alpaquita-support/",
    lastDays: { 23: "2026-01-01", 25: "2031-01-01" },
  },
  centos: {
    name: "CentOS Linux",
    url: "https://www.centos.org/centos-linux-eol/",
    lastDays: { 5: "2017-03-31", 6: "2020-11-30", 7: "2024-06-30", 8: "2021-12-31" },
  },
  // The same ID as CentOS Linux; told by its name.
  "centos-stream": {
    name: "CentOS Stream",
    url: "https://www.centos.org/cl-vs-cs/",
    lastDays: { 8: "2024-05-31", 9: "2027-05-31", 10: "2030-01-01" },
  },
  rhel: {
    name: "Red Hat Enterprise Linux",
    // End of maintenance support.
    url: "https://access.redhat.com/support/policy/updates/errata",
    lastDays: {
      4: "2012-02-29",
      5: "2017-03-31",
      6: "2020-11-30",
      7: "2024-06-30",
      8: "2029-05-31",
      9: "2032-05-31",
    },
  },
  almalinux: {
    name: "AlmaLinux",
    url: "https://wiki.almalinux.org/release-notes/",
    lastDays: { 8: "2029-03-01", 9: "2032-05-31", 10: "2035-05-31" },
  },
  rocky: {
    name: "Rocky Linux",
    url: "https://wiki.rockylinux.org/rocky/version/",
    lastDays: { 8: "2029-05-31", 9: "2032-05-31" },
  },
  ol: {
    name: "Oracle Linux",
    // End of premier support.
    url: "https://www.oracle.com/a/ocom/docs/elsp-lifetime-069338.pdf",
    lastDays: { 6: "2021-03-01", 7: "2024-12-01", 8: "2029-07-01", 9: "2032-06-30" },
  },
  eurolinux: {
    name: "EuroLinux",
    url: "https://euro-linux.com/eurolinux/technical-specifications/",
    lastDays: { 6: "2020-12-31", 7: "2024-07-31", 8: "2029-06-30", 9: "2032-06-30" },
  },
  anolis: {
    name: "Anolis OS",
    url: "https://gitee.com/anolis/rnotes/blob/master/anolis/policy/life-cycle.md",
    lastDays: { 8: "2031-03-31" },
  },
  // Of openEuler the releases that are innovation releases: VERSION_ID does not tell the service
  // pack of the others, and each has its own day.
  openeuler: {
    name: "openEuler",
    url: "https://www.openeuler.org/en/other/lifecycle/",
    release: minor,
    lastDays: {
      "23.03": "2023-09-30",
      "23.09": "2024-03-31",
      "24.09": "2025-03-31",
      "25.03": "2025-09-30",
      "25.09": "2026-03-31",
      "26.09": "2027-03-31",
    },
  },
  fedora: {
    name: "Fedora Linux",
    url: "https://docs.fedoraproject.org/en-US/releases/eol/",
    lastDays: {
      20: "2015-06-23",
      21: "2015-12-01",
      22: "2016-07-19",
      23: "2016-12-20",
      24: "2017-08-08",
      25: "2017-12-12",
      26: "2018-05-29",
      27: "2018-11-30",
      28: "2019-05-28",
      29: "2019-11-26",
      30: "2020-05-26",
      31: "2020-11-24",
      32: "2021-05-25",
      33: "2021-11-30",
      34: "2022-06-07",
      35: "2022-12-13",
      36: "2023-05-16",
      37: "2023-12-05",
      38: "2024-05-21",
      39: "2024-11-26",
      40: "2025-05-13",
      41: "2025-12-15",
      42: "2026-05-13",
      43: "2026-12-09",
    },
  },
  amzn: {
    name: "Amazon Linux",
    // 2: https://aws.amazon.com/amazon-linux-2/
    // 2023: https://docs.aws.amazon.com/linux/al2023/ug/release-cadence.html
    url: "https://aws.amazon.com/amazon-linux-2/faqs/",
    release: /^\d+/,
    lastDays: {
      2: "2026-06-30",
      2016: "2023-12-31",
      2017: "2023-12-31",
      2018: "2023-12-31",
      2023: "2029-06-30",
    },
  },
  azurelinux: {
    name: "Azure Linux",
    url: "https://learn.microsoft.com/azure/azure-linux/release-cadence-lifecycle",
    lastDays: { 3: "2027-08-31" },
  },
  // Azure Linux before its version 3.
  mariner: {
    name: "CBL-Mariner",
    url: "https://learn.microsoft.com/azure/azure-linux/release-cadence-lifecycle",
    lastDays: { 1: "2023-08-31", 2: "2025-07-31" },
  },
  photon: {
    name: "Photon OS",
    // 1: https://blogs.vmware.com/vsphere/2022/01/photon-1-x-end-of-support-announcement.html
    url: "https://blogs.vmware.com/vsphere/2022/01/photon-1-x-end-of-support-announcement.html",
    release: /^\d+/,
    lastDays: { 1: "2022-02-28" },
  },
  sles: {
    name: "SUSE Linux Enterprise Server",
    // End of general support. 15.6: https://www.suse.com/c/sles-15-sp6-ltss-2026-support-gap
    url: "https://www.suse.com/lifecycle",
    lastDays: {
      11: "2010-12-31",
      "11.1": "2012-08-31",
      "11.2": "2014-01-31",
      "11.3": "2016-01-31",
      "11.4": "2019-03-31",
      12: "2016-06-30",
      "12.1": "2017-05-31",
      "12.2": "2018-03-31",
      "12.3": "2019-06-30",
      "12.4": "2020-06-30",
      "12.5": "2024-10-31",
      15: "2019-12-31",
      "15.1": "2021-01-31",
      "15.2": "2021-12-31",
      "15.3": "2022-12-31",
      "15.4": "2023-12-31",
      "15.5": "2024-12-31",
      "15.6": "2025-12-31",
    },
  },
  // Before it was called Leap.
  opensuse: {
    name: "openSUSE",
    url: "https://en.opensuse.org/Lifetime",
    release: minor,
    lastDays: {
      "12.1": "2013-05-15",
      "12.2": "2014-01-15",
      "12.3": "2015-01-29",
      "13.1": "2016-02-03",
      "13.2": "2017-01-17",
      "42.1": "2017-05-17",
      "42.2": "2018-01-26",
      "42.3": "2019-07-01",
    },
  },
  "opensuse-leap": {
    name: "openSUSE Leap",
    url: "https://en.opensuse.org/Lifetime",
    lastDays: {
      "15.0": "2019-12-03",
      "15.1": "2021-02-02",
      "15.2": "2022-01-04",
      "15.3": "2022-12-31",
      "15.4": "2023-12-07",
      "15.5": "2024-12-31",
      "15.6": "2026-04-30",
      "16.0": "2027-10-31",
    },
  },
  mageia: {
    name: "Mageia",
    url: "https://www.mageia.org/en/support/",
    lastDays: {
      5: "2017-12-31",
      6: "2019-09-30",
      7: "2021-06-30",
      8: "2023-11-30",
      9: "2025-03-31",
    },
  },
  nixos: {
    name: "NixOS",
    url: "https://nixos.org/blog/announcements/",
    release: minor,
    lastDays: {
      "20.03": "2020-10-30",
      "20.09": "2021-06-30",
      "21.05": "2021-12-31",
      "21.11": "2022-06-30",
      "22.05": "2022-12-31",
      "22.11": "2023-06-30",
      "23.05": "2023-12-31",
      "23.11": "2024-06-30",
      "24.05": "2024-12-31",
      "24.11": "2025-06-30",
      "25.05": "2025-12-31",
      "25.11": "2026-06-30",
      "26.05": "2026-12-31",
    },
  },
  openwrt: {
    name: "OpenWrt",
    url: "https://openwrt.org/docs/guide-developer/security#support_status",
    release: minor,
    lastDays: {
      "17.01": "2019-02-01",
      "18.06": "2021-07-01",
      "19.07": "2022-04-30",
      "21.02": "2023-04-30",
      "22.03": "2024-04-11",
      "23.05": "2025-08-16",
    },
  },
  slackware: {
    name: "Slackware Linux",
    url: "http://www.slackware.com/faq/do_faq.php?faq=general#4",
    release: minor,
    lastDays: {
      "12.0": "2012-08-01",
      "12.1": "2013-12-09",
      "12.2": "2013-12-09",
      "13.0": "2018-07-05",
      "13.1": "2018-07-05",
      "13.37": "2018-07-05",
    },
  },
};
