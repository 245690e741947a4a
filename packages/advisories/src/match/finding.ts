import { createFinding, type Finding, type Package } from "@plimsoll/core";
import type { Advisory, AdvisoryShard, FixState } from "../advisory.ts";
import { severityOfScore } from "../severity.ts";
import { describeInterval } from "./range-text.ts";
import type { Lookup } from "./target.ts";
import { highestFix, highestSeverity, type VulnerabilityGroup } from "./vulnerability.ts";

/** The finding about one vulnerability of one package. */
export function createVulnerabilityFinding(
  pkg: Package,
  { name, version }: Lookup,
  group: VulnerabilityGroup,
  { scheme, feed, updated, rating }: Pick<AdvisoryShard, "scheme" | "feed" | "updated" | "rating">,
): Finding {
  const { id, aliases, hits } = group;
  const advisories = hits.map(({ advisory }) => advisory);
  const fixedVersion = highestFix(scheme, hits);
  const summary = advisories.find((advisory) => advisory.summary !== undefined)?.summary;
  const cvss = advisories.find((advisory) => advisory.cvss)?.cvss ?? rating(id);
  const severity = highestSeverity(hits);
  const state = fixedVersion === undefined ? stateOf(hits) : undefined;
  const fixPublished = hits
    .filter((hit) => hit.fixedVersion !== undefined)
    .flatMap(({ advisory }) => advisory.published ?? [])
    .sort()[0];
  const published = advisories.flatMap((advisory) => advisory.published ?? []).sort()[0];
  const location = pkg.locations[0];
  // A database is written anew by every layer that installs something: the first one brought it.
  const layer = pkg.layer ?? location?.layer;
  const isMalicious = advisories.some(isAboutMalware);
  return createFinding({
    ...(isMalicious
      ? { rule: "malicious-package", kind: "malware", severity: "critical" }
      : {
          rule: "vulnerable-package",
          kind: "vulnerability",
          severity: severity === "unknown" && cvss ? severityOfScore(cvss.score) : severity,
        }),
    title:
      summary === undefined
        ? `${pkg.name} ${pkg.version}: ${id}`
        : `${pkg.name} ${pkg.version}: ${summary} (${id})`,
    package: { purl: pkg.purl, name: pkg.name, version: pkg.version },
    vulnerability: {
      id,
      aliases: [...aliases],
      feed: advisories[0]?.feed ?? feed,
      ...(state !== undefined && { state }),
      matches: hits.slice(0, maxMatches).map(({ advisory, interval }) => ({
        advisory: advisory.id,
        feed: advisory.feed ?? feed,
        ...(updated !== undefined && updated !== "" && { updated }),
        name,
        version,
        order: scheme,
        range: interval ? describeInterval(interval) : "a listed version",
      })),
      ...(fixedVersion !== undefined && { fixedVersion }),
      ...(fixPublished !== undefined && { fixPublished }),
      ...(summary !== undefined && { summary }),
      ...(cvss && { cvss }),
      ...(published !== undefined && { published }),
    },
    ...(location && { location: { path: location.path, ...(layer !== undefined && { layer }) } }),
    evidence: {
      value:
        (fixedVersion === undefined
          ? `${name} ${version}, ${paidFixIn(hits) ?? stateWords[state ?? "affected"]}`
          : `${name} ${version} < ${fixedVersion}`) +
        (pkg.identifiedBy === "sha1" ? " (known by the SHA-1 of its archive)" : ""),
      source: location?.path ?? pkg.purl,
    },
    ...(isMalicious
      ? {
          fix: {
            description: `Remove ${name}, and replace every secret that was within its reach`,
          },
        }
      : fixedVersion !== undefined && {
          fix: { description: `Update ${name} to ${fixedVersion} or later` },
        }),
    references: referencesOf(group),
    identity: [id, purlWithoutVersion(pkg.purl), location?.path],
  });
}

const maxReferences = 5;
/** Advisories that one finding tells of as its reasons. */
const maxMatches = 4;

const stateWords: Readonly<Record<FixState, string>> = {
  affected: "no fixed version",
  "fix-deferred": "no fixed version: the fix is deferred",
  "will-not-fix": "no fixed version: it will not be fixed",
  "end-of-life": "no fixed version: out of support",
  "under-investigation": "no fixed version: under investigation",
};

/** OSV's identifiers of packages that were made to do harm: github.com/ossf/malicious-packages. */
function isAboutMalware({ id, aliases }: Advisory): boolean {
  return [id, ...aliases].some((name) => name.startsWith("MAL-"));
}

/** What the publisher does about it: the first word that says more than "affected". */
function stateOf(hits: VulnerabilityGroup["hits"]): FixState | undefined {
  const states = hits.flatMap(({ affected }) => affected.state ?? []);
  return states.find((state) => state !== "affected") ?? states[0];
}

function paidFixIn(hits: VulnerabilityGroup["hits"]): string | undefined {
  const version = hits.find(({ paidFix }) => paidFix !== undefined)?.paidFix;
  return version && `no fixed version without Ubuntu Pro (${version})`;
}

function referencesOf({ id, hits }: VulnerabilityGroup): string[] {
  const pages = hits.map(
    ({ advisory }) => advisory.url ?? `https://osv.dev/vulnerability/${advisory.id}`,
  );
  if (id.startsWith("CVE-")) pages.push(`https://nvd.nist.gov/vuln/detail/${id}`);
  return [...new Set(pages)].slice(0, maxReferences);
}

/** `pkg:npm/%40scope/name@1.0?x=y` without `@1.0?x=y`: the same package through its updates. */
function purlWithoutVersion(purl: string): string {
  const path = purl.split(/[?#]/, 1)[0] ?? purl;
  const at = path.lastIndexOf("@");
  return at > path.lastIndexOf("/") ? path.slice(0, at) : path;
}
