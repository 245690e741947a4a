import type { Affected, Interval } from "../advisory.ts";
import type { Ecosystem } from "../ecosystems/ecosystem.ts";
import { isInside } from "../match/affected.ts";
import { parseVersion, type VersionScheme } from "../versions/compare.ts";
import { maxVersionLength } from "../versions/ordering.ts";
import type { CvssScorer } from "./cvss.ts";
import { toIntervals, unreadableInterval } from "./intervals.ts";
import type { OsvAffected, OsvRecord, OsvSeverity } from "./record.ts";
import { severityOf } from "./severity.ts";

// Advisories of distributions bundle several vulnerabilities; feeds name them as upstream, aliases or related.
const bundles = /^(?:DSA|DLA|DTSA|USN|[AR]L[SBE]A|RH[SBE]A|(?:open)?SUSE-[SRFO]U|CGA)-/;
const notSecurity = /^(?:[AR]L[BE]A|RH[BE]A|(?:open)?SUSE-[RFO]U)-/;

// github.com/rustsec/advisory-db "informational": `unsound` ones do describe a flaw.
const notices = new Set(["unmaintained", "notice"]);

/** What a record says about one of its packages. */
export interface AffectedReading {
  /** `undefined` when nothing is affected. */
  readonly affected: Affected | undefined;
  /** Whether every version in it can be compared. */
  readonly isReadable: boolean;
}

/**
 * Reads what a record says about one of its packages. A range whose versions cannot be compared is
 * kept when the record lists no versions, so that matching can say that it could not be judged.
 */
export function readAffected(
  record: OsvRecord,
  affected: OsvAffected,
  { scheme }: Ecosystem,
  scoreCvss: CvssScorer,
): AffectedReading {
  const names = namesOf(record);
  const isErratum = notSecurity.test(record.id) && names.upstream.length === 0;
  if (isErratum || notices.has(affected.notice)) {
    return { affected: undefined, isReadable: true };
  }
  const intervals: Interval[] = [];
  let isReadable = true;
  for (const events of affected.ranges) {
    const found = toIntervals(scheme, events);
    if (found) intervals.push(...found);
    else {
      isReadable = false;
      if (affected.versions.length === 0) intervals.push(unreadableInterval(scheme, events));
    }
  }
  const versions = uncoveredVersions(scheme, affected.versions, intervals);
  if (intervals.length === 0 && versions.length === 0) return { affected: undefined, isReadable };
  const cvss = scoreCvss(cvssVectors([...affected.severities, ...record.severities]));
  const summary = describe(record);
  return {
    isReadable,
    affected: {
      advisory: {
        id: record.id,
        ...names,
        severity: severityOf(record, affected, cvss),
        ...(summary !== "" && { summary }),
        ...(record.published !== "" && { published: record.published }),
        ...(cvss && { cvss }),
      },
      intervals,
      versions,
    },
  };
}

/** The CVSS vectors among severities of several kinds. */
export function cvssVectors(severities: readonly OsvSeverity[]): string[] {
  return severities.filter(({ type }) => type.startsWith("CVSS")).map(({ score }) => score);
}

/** "openssl - security update" says nothing that the package's name does not. */
function describe({ summary }: OsvRecord): string {
  return / - (?:(?:LTS|regression|security) )+update$/.test(summary) ? "" : summary;
}

function namesOf({ id, aliases, upstream, related }: OsvRecord) {
  const isOther = (name: string) => name !== id;
  if (!bundles.test(id)) {
    return { aliases: unique(aliases.filter(isOther)), upstream: unique(upstream.filter(isOther)) };
  }
  const cves = [...upstream, ...aliases, ...related].filter((name) => name.startsWith("CVE-"));
  return {
    aliases: unique(aliases.filter((name) => isOther(name) && !name.startsWith("CVE-"))),
    upstream: unique(cves),
  };
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

/** Most feeds list again every version that their ranges cover. */
function uncoveredVersions(
  scheme: VersionScheme,
  versions: readonly string[],
  intervals: Affected["intervals"],
): string[] {
  return unique(
    versions.filter((text) => {
      const version = parseVersion(scheme, text);
      return (
        !version || !intervals.some((interval) => isInside(scheme, version, interval) === true)
      );
    }),
  ).filter((text) => text.length <= maxVersionLength);
}
