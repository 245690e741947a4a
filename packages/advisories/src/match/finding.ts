import { createFinding, type Finding, type Package } from "@plimsoll/core";
import type { AdvisoryShard } from "../advisory.ts";
import { severityOfScore } from "../severity.ts";
import type { Lookup } from "./target.ts";
import { highestFix, highestSeverity, type VulnerabilityGroup } from "./vulnerability.ts";

/** The finding about one vulnerability of one package. */
export function createVulnerabilityFinding(
  pkg: Package,
  { name, version }: Lookup,
  group: VulnerabilityGroup,
  { scheme, feed, rating }: Pick<AdvisoryShard, "scheme" | "feed" | "rating">,
): Finding {
  const { id, aliases, hits } = group;
  const advisories = hits.map(({ advisory }) => advisory);
  const fixedVersion = highestFix(scheme, hits);
  const summary = advisories.find((advisory) => advisory.summary !== undefined)?.summary;
  const cvss = advisories.find((advisory) => advisory.cvss)?.cvss ?? rating(id);
  const severity = highestSeverity(hits);
  const published = advisories.flatMap((advisory) => advisory.published ?? []).sort()[0];
  const location = pkg.locations[0];
  // A database is written anew by every layer that installs something: the first one brought it.
  const layer = pkg.layer ?? location?.layer;
  return createFinding({
    rule: "vulnerable-package",
    kind: "vulnerability",
    severity: severity === "unknown" && cvss ? severityOfScore(cvss.score) : severity,
    title:
      summary === undefined
        ? `${pkg.name} ${pkg.version}: ${id}`
        : `${pkg.name} ${pkg.version}: ${summary} (${id})`,
    package: { purl: pkg.purl, name: pkg.name, version: pkg.version },
    vulnerability: {
      id,
      aliases: [...aliases],
      feed,
      ...(fixedVersion !== undefined && { fixedVersion }),
      ...(summary !== undefined && { summary }),
      ...(cvss && { cvss }),
      ...(published !== undefined && { published }),
    },
    ...(location && { location: { path: location.path, ...(layer !== undefined && { layer }) } }),
    evidence: {
      value:
        fixedVersion === undefined
          ? `${name} ${version}, no fixed version`
          : `${name} ${version} < ${fixedVersion}`,
      source: location?.path ?? pkg.purl,
    },
    ...(fixedVersion !== undefined && {
      fix: { description: `Update ${name} to ${fixedVersion} or later` },
    }),
    references: referencesOf(group),
    identity: [id, purlWithoutVersion(pkg.purl), location?.path],
  });
}

const maxReferences = 5;

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
