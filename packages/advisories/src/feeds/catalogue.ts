import { distributionEcosystems, languageEcosystems } from "../ecosystems/ecosystem.ts";
import { distributionFeeds } from "./distribution-feeds.ts";
import type { KnownFeed, Republishing } from "./known-feed.ts";

const osvBucket = "https://osv-vulnerabilities.storage.googleapis.com";
const github = "https://github.com";
const raw = "https://raw.githubusercontent.com";
const debian = {
  licence: "none stated",
  republishing: "unstated",
} as const;
const alpine = { format: "secdb", licence: "none stated", republishing: "unstated" } as const;
const chainguard = {
  format: "secdb",
  licence: "Chainguard's terms, CC-BY-NC-ND",
  republishing: "no",
} as const;

// What a source other than GitHub's advisories (CC-BY-4.0) publishes under.
const osvLicences: Readonly<Record<string, readonly [licence: string, Republishing]>> = {
  "crates.io": ["CC0-1.0, CC-BY-4.0", "with-attribution"],
  AlmaLinux: ["MIT", "with-attribution"],
  Alpaquita: ["MIT", "with-attribution"],
  "BellSoft Hardened Containers": ["MIT", "with-attribution"],
  Alpine: ["none stated", "unstated"],
  Bitnami: ["Apache-2.0", "with-attribution"],
  Chainguard: [chainguard.licence, chainguard.republishing],
  Debian: ["none stated", "unstated"],
  Ubuntu: ["CC-BY-SA-4.0", "share-alike"],
  Wolfi: [chainguard.licence, chainguard.republishing],
};

/** Those that only other feeds than OSV bring. */
const notInOsv = new Set([
  "Node.js",
  "Arch",
  "Oracle Linux",
  "Amazon Linux",
  "Fedora",
  "Photon OS",
]);

const osvNames = [...languageEcosystems, ...distributionEcosystems]
  .map(({ osv }) => osv.replace(/:.*$/, ""))
  .filter((name, index, all) => all.indexOf(name) === index && !notInOsv.has(name));

const osvFeeds: readonly KnownFeed[] = osvNames.map((ecosystem) => {
  const [licence, republishing] = osvLicences[ecosystem] ?? ["CC-BY-4.0", "with-attribution"];
  return {
    name: `osv:${ecosystem.toLowerCase().replaceAll(" ", "-")}`,
    urls: [`${osvBucket}/${encodeURIComponent(ecosystem)}/all.zip`],
    format: "osv",
    licence,
    republishing,
  };
});

/** Branches that secdb.alpinelinux.org has, from the oldest that images are still made of. */
const firstAlpine = 10;
const lastAlpine = 24;
const alpineBranches = Array.from(
  { length: lastAlpine - firstAlpine + 1 },
  (_, index) => `v3.${firstAlpine + index}`,
);

const firstNvdYear = 2002;
const nvdYears = Array.from(
  { length: new Date().getUTCFullYear() - firstNvdYear + 1 },
  (_, index) => firstNvdYear + index,
);

/** Every feed that has a name. */
export const knownFeeds: readonly KnownFeed[] = [
  ...osvFeeds,
  ...distributionFeeds,
  ...[...alpineBranches, "edge"].map((branch) => ({
    name: `alpine:${branch}`,
    urls: ["main", "community"].map(
      (repository) => `https://secdb.alpinelinux.org/${branch}/${repository}.json`,
    ),
    ...alpine,
  })),
  {
    name: "debian",
    urls: ["https://security-tracker.debian.org/tracker/data/json"],
    format: "debian-tracker",
    ...debian,
  },
  {
    name: "debian-lists",
    urls: ["DSA", "DLA", "CVE"].map(
      (list) =>
        `https://salsa.debian.org/security-tracker-team/security-tracker/-/raw/master/data/${list}/list`,
    ),
    format: "debian-lists",
    ...debian,
  },
  {
    name: "wolfi",
    urls: ["https://packages.wolfi.dev/os/security.json"],
    ...chainguard,
  },
  {
    name: "chainguard",
    urls: ["https://packages.cgr.dev/chainguard/security.json"],
    ...chainguard,
  },
  {
    name: "arch",
    urls: ["https://security.archlinux.org/all.json"],
    format: "arch",
    licence: "none stated",
    republishing: "unstated",
  },
  {
    name: "rubysec",
    urls: [`${github}/rubysec/ruby-advisory-db/archive/refs/heads/master.zip`],
    format: "rubysec",
    licence: "public domain; some of OSVDB's",
    republishing: "with-attribution",
    entries: /\/gems\/[^/]+\/[^/]+\.yml$/,
  },
  {
    name: "friendsofphp",
    urls: [`${github}/FriendsOfPHP/security-advisories/archive/refs/heads/master.zip`],
    format: "friendsofphp",
    licence: "Unlicense",
    republishing: "yes",
    entries: /^[^/]+\/[^./][^/]*\/[^/]+\/[^/]+\.yaml$/,
  },
  {
    name: "retirejs",
    urls: [`${raw}/RetireJS/retire.js/master/repository/jsrepository-v5.json`],
    format: "retirejs",
    licence: "Apache-2.0",
    republishing: "with-attribution",
  },
  {
    name: "node",
    urls: [`${raw}/nodejs/security-wg/main/vuln/core/index.json`],
    format: "node-core",
    licence: "MIT",
    republishing: "with-attribution",
  },
  {
    name: "nvd",
    urls: nvdYears.map(
      (year) => `https://nvd.nist.gov/feeds/json/cve/2.0/nvdcve-2.0-${year}.json.gz`,
    ),
    format: "nvd",
    licence: "public domain",
    republishing: "yes",
  },
  {
    name: "vulnrichment",
    urls: [`${github}/cisagov/vulnrichment/archive/refs/heads/develop.zip`],
    format: "cve5",
    licence: "CC0-1.0",
    republishing: "yes",
    entries: /\/CVE-\d{4}-\d+\.json$/,
  },
  {
    name: "kev",
    urls: ["https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json"],
    format: "kev",
    licence: "CC0-1.0",
    republishing: "yes",
    attacks: "kev" as const,
  },
  {
    name: "epss",
    urls: ["https://epss.empiricalsecurity.com/epss_scores-current.csv.gz"],
    format: "epss",
    licence: "FIRST's terms: name EPSS as the source",
    republishing: "with-attribution",
    attacks: "epss" as const,
  },
  {
    name: "exploits",
    urls: ["https://gitlab.com/exploit-database/exploitdb/-/raw/main/files_exploits.csv"],
    format: "exploit-db",
    licence: "GPL-2.0",
    republishing: "no",
    attacks: "exploits" as const,
  },
] satisfies readonly KnownFeed[];

/** The feed of this name, whatever its capitals. */
export function findKnownFeed(name: string): KnownFeed | undefined {
  const wanted = name.toLowerCase().replaceAll(" ", "-");
  return knownFeeds.find((feed) => feed.name === wanted);
}

const mostSuggestions = 5;

/** Known names that somebody may have meant: those that start alike, or have the word in them. */
export function suggestFeeds(word: string): string[] {
  const wanted = word.toLowerCase();
  const scored = knownFeeds.map(({ name }) => ({
    name,
    score: name.includes(wanted)
      ? wanted.length + 1
      : Math.max(...[name, ...name.split(":")].map((part) => sharedStart(part, wanted))),
  }));
  const best = Math.max(...scored.map(({ score }) => score));
  if (best < 2) return [];
  return scored
    .filter(({ score }) => score === best)
    .map(({ name }) => name)
    .slice(0, mostSuggestions);
}

function sharedStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}
