import type { SourceEntry } from "../shards/index-format.ts";

/** Who publishes records, and on what terms. */
export type Publisher = Pick<SourceEntry, "name" | "url" | "licence" | "notice" | "republish">;

interface PublisherRule extends Publisher {
  /** How identifiers of its records begin. */
  readonly ids?: readonly string[];
  /** Feeds that are its own. */
  readonly feeds?: readonly string[];
}

const attribution = (who: string) => `Attribution: ${who}.`;

/**
 * Publishers by the identifiers of their records: OSV gathers many. Licences as the publishers
 * state them, read 2026-11.
 */
const publishers: readonly PublisherRule[] = [
  {
    name: "GitHub Advisory Database",
    ids: ["GHSA-"],
    url: "https://github.com/github/advisory-database",
    licence: "CC-BY-4.0",
    notice: attribution("GitHub Advisory Database, GitHub Inc"),
    republish: true,
  },
  {
    name: "Go Vulnerability Database",
    ids: ["GO-"],
    url: "https://vuln.go.dev",
    licence: "CC-BY-4.0",
    notice: attribution("The Go Vulnerability Database, the Go Authors"),
    republish: true,
  },
  {
    name: "PyPI Advisory Database",
    ids: ["PYSEC-"],
    url: "https://github.com/pypa/advisory-database",
    licence: "CC-BY-4.0",
    notice: attribution("PyPI Advisory Database, the Python Packaging Authority"),
    republish: true,
  },
  {
    name: "RustSec Advisory Database",
    ids: ["RUSTSEC-"],
    url: "https://rustsec.org",
    licence: "CC0-1.0",
    republish: true,
  },
  {
    name: "OSS-Fuzz vulnerabilities",
    ids: ["OSV-"],
    url: "https://github.com/google/oss-fuzz-vulns",
    licence: "CC-BY-4.0",
    notice: attribution("OSS-Fuzz, Google LLC"),
    republish: true,
  },
  {
    name: "Malicious packages",
    ids: ["MAL-"],
    url: "https://github.com/ossf/malicious-packages",
    licence: "Apache-2.0",
    republish: true,
  },
  {
    name: "AlmaLinux errata",
    ids: ["ALSA-", "ALBA-", "ALEA-"],
    url: "https://errata.almalinux.org",
    licence: "MIT",
    republish: true,
  },
  {
    name: "Bitnami Vulnerability Database",
    ids: ["BIT-"],
    url: "https://github.com/bitnami/vulndb",
    licence: "Apache-2.0",
    republish: true,
  },
  {
    name: "Julia security advisories",
    ids: ["JLSEC-"],
    url: "https://github.com/JuliaLang/SecurityAdvisories.jl",
    licence: "CC-BY-4.0",
    notice: attribution("Julia security advisories"),
    republish: true,
  },
  {
    name: "Ubuntu security notices",
    ids: ["USN-", "UBUNTU-", "LSN-"],
    url: "https://github.com/canonical/ubuntu-security-notices",
    licence: "CC-BY-SA-4.0",
    notice: attribution(
      "Ubuntu security notices, Canonical Ltd; adaptations under the same licence",
    ),
    republish: true,
  },
  {
    name: "Debian security tracker",
    ids: ["DSA-", "DLA-", "DTSA-", "DEBIAN-"],
    feeds: ["debian-tracker", "debian-advisories", "debian-cve-list"],
    url: "https://security-tracker.debian.org",
    licence: "",
    republish: true,
  },
  {
    name: "Alpine secdb",
    ids: ["ALPINE-"],
    feeds: ["alpine-secdb"],
    url: "https://secdb.alpinelinux.org",
    licence: "",
    republish: true,
  },
  {
    name: "Ruby Advisory Database",
    feeds: ["rubysec"],
    url: "https://github.com/rubysec/ruby-advisory-db",
    licence: "public domain",
    republish: true,
  },
  {
    name: "FriendsOfPHP security advisories",
    feeds: ["friendsofphp"],
    url: "https://github.com/FriendsOfPHP/security-advisories",
    licence: "Unlicense",
    republish: true,
  },
  {
    name: "Retire.js",
    feeds: ["retirejs"],
    url: "https://github.com/RetireJS/retire.js",
    licence: "Apache-2.0",
    notice: attribution("Retire.js, Erlend Oftedal"),
    republish: true,
  },
  {
    name: "Node.js security working group",
    feeds: ["node-core"],
    url: "https://github.com/nodejs/security-wg",
    licence: "MIT",
    notice: attribution("Node.js Security Working Group"),
    republish: true,
  },
  {
    // Chainguard's terms and CC-BY-NC-ND-4.0 allow neither derivatives nor another offering.
    name: "Chainguard and Wolfi advisories",
    ids: ["CGA-", "WOLFI-", "CHAINGUARD-"],
    feeds: ["wolfi", "chainguard"],
    url: "https://github.com/wolfi-dev/advisories",
    licence: "CC-BY-NC-ND-4.0",
    republish: false,
  },
];

/** The Exploit Database: a GPL list, which is never published again as part of something else. */
export const exploitDatabase: Publisher = {
  name: "Exploit Database",
  url: "https://gitlab.com/exploit-database/exploitdb",
  licence: "GPL-2.0-or-later",
  republish: false,
};

export const kevCatalogue: Publisher = {
  name: "CISA Known Exploited Vulnerabilities",
  url: "https://www.cisa.gov/known-exploited-vulnerabilities-catalog",
  licence: "CC0-1.0",
  republish: true,
};

export const epssScores: Publisher = {
  name: "Exploit Prediction Scoring System",
  url: "https://www.first.org/epss",
  licence: "",
  notice: "Attribution: EPSS scores by FIRST, https://www.first.org/epss.",
  republish: true,
};

/** Ecosystems whose records may not be published again, whatever they are called. */
const closedEcosystems = /^(?:wolfi|chainguard)(?::|$)/i;

/** Who published a record of this feed and identifier; others go by the name of their feed. */
export function publisherOf(feed: string, id: string, ecosystems: readonly string[]): Publisher {
  const closed = ecosystems.some((ecosystem) => closedEcosystems.test(ecosystem));
  const rule = closed
    ? publishers.find(({ republish }) => !republish)
    : (publishers.find(({ feeds }) => feeds?.some((name) => feed.startsWith(name))) ??
      publishers.find(({ ids }) => ids?.some((start) => id.startsWith(start))));
  if (rule === undefined) return { name: feed, licence: "", republish: true };
  const { ids: _ids, feeds: _feeds, ...publisher } = rule;
  return publisher;
}
