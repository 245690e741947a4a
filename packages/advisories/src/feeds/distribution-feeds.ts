import type { KnownFeed } from "./known-feed.ts";

const redHat = "https://security.access.redhat.com/data";
const suse = "https://ftp.suse.com/pub/projects/security";
const microsoft = "https://raw.githubusercontent.com/microsoft/AzureLinuxVulnerabilityData/main";
const ubuntuReleases = ["trusty", "xenial", "bionic", "focal", "jammy", "noble"];
const attribution = { licence: "CC-BY-4.0", republishing: "with-attribution" } as const;
const unstated = { licence: "none stated", republishing: "unstated" } as const;

/** Feeds that distributions publish themselves, in OVAL, CSAF and formats of their own. */
export const distributionFeeds: readonly KnownFeed[] = [
  {
    name: "redhat-vex",
    urls: [`${redHat}/csaf/v2/vex/archive_latest.txt`],
    format: "csaf",
    pointer: "name",
    ...attribution,
  },
  {
    name: "redhat-csaf",
    urls: [`${redHat}/csaf/v2/advisories/archive_latest.txt`],
    format: "csaf",
    pointer: "name",
    ...attribution,
  },
  ...["7", "8", "9"].map((release) => ({
    name: `redhat-oval:${release}`,
    urls: [`${redHat}/oval/v2/RHEL${release}/rhel-${release}-including-unpatched.oval.xml.bz2`],
    format: "oval",
    ...attribution,
  })),
  { name: "suse-vex", urls: [`${suse}/csaf-vex.tar.bz2`], format: "csaf", ...attribution },
  { name: "suse-csaf", urls: [`${suse}/csaf.tar.bz2`], format: "csaf", ...attribution },
  ...[
    { name: "sles-12", product: "suse.linux.enterprise.server.12" },
    { name: "sles-15", product: "suse.linux.enterprise.server.15" },
    { name: "leap-15.5", product: "opensuse.leap.15.5" },
    { name: "leap-15.6", product: "opensuse.leap.15.6" },
  ].map(({ name, product }) => ({
    name: `suse-oval:${name}`,
    urls: [`${suse}/oval/${product}-affected.xml.gz`],
    format: "oval",
    ...attribution,
  })),
  {
    name: "oracle",
    urls: ["https://linux.oracle.com/security/oval/com.oracle.elsa-all.xml.bz2"],
    format: "oval",
    ...unstated,
  },
  ...[
    { release: "2", list: "2/core/latest" },
    { release: "2023", list: "al2023/core/mirrors/latest" },
  ].map(({ release, list }) => ({
    name: `amazon:${release}`,
    urls: [`https://cdn.amazonlinux.com/${list}/x86_64/mirror.list`],
    format: "updateinfo",
    // The repository of one architecture tells of the packages of both.
    pointer: "mirrors" as const,
    ...unstated,
  })),
  {
    name: "azurelinux",
    urls: ["cbl-mariner-2.0", "azurelinux-3.0"].map((name) => `${microsoft}/${name}-oval.xml`),
    format: "oval",
    licence: "MIT",
    republishing: "with-attribution",
  },
  ...["3.0", "4.0", "5.0"].map((release) => ({
    name: `photon:${release}`,
    urls: [
      `https://packages.broadcom.com/photon/photon_cve_metadata/cve_data_photon${release}.json`,
    ],
    format: "photon",
    ...unstated,
  })),
  ...ubuntuReleases.map((codename) => ({
    name: `ubuntu-oval:${codename}`,
    urls: [`https://security-metadata.canonical.com/oval/com.ubuntu.${codename}.cve.oval.xml.bz2`],
    format: "oval",
    licence: "CC-BY-SA-4.0",
    republishing: "share-alike" as const,
  })),
];
