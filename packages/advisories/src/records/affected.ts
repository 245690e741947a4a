import type { Affected, Conditions, Interval } from "../advisory.ts";
import type { Ecosystem } from "../ecosystems/ecosystem.ts";
import { isInside } from "../match/affected.ts";
import { parseVersion, type VersionScheme } from "../versions/compare.ts";
import { maxVersionLength } from "../versions/ordering.ts";
import type { CvssScorer } from "./cvss.ts";
import { toIntervals, unreadableInterval } from "./intervals.ts";
import type { AdvisoryRecord, RecordAffected, RecordEvent, RecordSeverity } from "./record.ts";
import { severityOf } from "./severity.ts";

// Advisories of distributions bundle several vulnerabilities; feeds name them as upstream, aliases or related.
const bundles = /^(?:DSA|DLA|DTSA|USN|[AR]L[SBE]A|RH[SBE]A|(?:open)?SUSE-[SRFO]U|CGA)-/;
const notSecurity = /^(?:[AER]L[BE]A|RH[BE]A|(?:open)?SUSE-[RFO]U)-/;

// github.com/rustsec/advisory-db "informational": `unsound` ones do describe a flaw.
const notices = new Set(["unmaintained", "notice"]);

/** "Fixed in 0": not affected. */
const never: Interval = { introduced: "0", fixed: "0" };
const isFixedNever = ({ type, version }: RecordEvent) => type === "fixed" && version === "0";

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
  record: AdvisoryRecord,
  affected: RecordAffected,
  { scheme, isDistribution, repositories }: Ecosystem,
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
    // A distribution that names a vulnerability as none of its own settles it for what it brought.
    if (found?.length === 0 && isDistribution && events.some(isFixedNever)) intervals.push(never);
    else if (found) intervals.push(...found);
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
        ...(record.url !== undefined && { url: record.url }),
      },
      intervals,
      versions,
      ...(affected.state !== undefined && { state: affected.state }),
      ...conditionsOf(repositories ? { ...affected, repositories } : affected),
    },
  };
}

function conditionsOf(affected: RecordAffected): { conditions?: Conditions } {
  const { module, arches, repositories, imports } = affected;
  const conditions = {
    ...(module !== undefined && { module }),
    ...(arches && { arches }),
    ...(repositories && { repositories }),
    ...(imports && { imports }),
  };
  return Object.keys(conditions).length > 0 ? { conditions } : {};
}

/** The CVSS vectors among severities of several kinds. */
export function cvssVectors(severities: readonly RecordSeverity[]): string[] {
  return severities.filter(({ type }) => type.startsWith("CVSS")).map(({ score }) => score);
}

/** "openssl - security update" says nothing that the package's name does not. */
function describe({ summary }: AdvisoryRecord): string {
  return / - (?:(?:LTS|regression|security) )+update$/.test(summary) ? "" : summary;
}

function namesOf({ id, aliases, upstream, related }: AdvisoryRecord) {
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
