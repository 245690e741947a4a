import type { FixState } from "../../advisory.ts";
import { debianRelease } from "../../ecosystems/distribution.ts";
import { isId, isObject, maxName, member, oneLine, text } from "../../records/fields.ts";
import { newRecord } from "../../records/new-record.ts";
import type { RecordReading } from "../../records/record.ts";
import { compareVersions } from "../../versions/compare.ts";
import type { DocumentFormat } from "../format.ts";
import { debianAffected, type Standing, trackerPage } from "./standing.ts";

const feed = "debian-tracker";
/** By so many packages the format is recognised: real documents start with any of them. */
const lookedAt = 10;

/** `{package: {CVE: {releases: {codename: …}}}}`: security-tracker.debian.org/tracker/data/json. */
export const debianTrackerFormat: DocumentFormat = {
  feed,
  recognises: (document) => isObject(document) && firstValues(document).some(isPackage),
  *read(document) {
    if (!isObject(document)) return;
    for (const [name, vulnerabilities] of Object.entries(document)) {
      if (name === "" || name.length > maxName || !isObject(vulnerabilities)) {
        yield { kind: "broken", why: `${oneLine(name)} is no package with its vulnerabilities` };
        continue;
      }
      for (const [id, value] of Object.entries(vulnerabilities)) {
        yield readVulnerability(name, id, value);
      }
    }
  },
};

function firstValues(document: Record<string, unknown>): unknown[] {
  const found: unknown[] = [];
  for (const key in document) {
    if (found.length === lookedAt) break;
    found.push(document[key]);
  }
  return found;
}

function isPackage(value: unknown): boolean {
  return isObject(value) && firstValues(value).some((one) => isObject(member(one, "releases")));
}

/** Without a CVE of their own, vulnerabilities are called `TEMP-…`. */
function readVulnerability(name: string, id: string, value: unknown): RecordReading {
  const listed = member(value, "releases");
  // What is about releases that are gone has an empty list of them.
  const releases = Array.isArray(listed) && listed.length === 0 ? {} : listed;
  if (!isId(id) || !isObject(releases)) {
    return { kind: "broken", why: `${oneLine(`${name} ${id}`)} does not tell of releases` };
  }
  const inSid = readStanding(releases.sid, undefined);
  const elsewhere = inSid?.kind === "fixed" ? inSid.version : undefined;
  return {
    kind: "advisory",
    record: newRecord({
      feed,
      id,
      summary: oneLine(text(member(value, "description"))),
      url: trackerPage(id),
      affected: Object.entries(releases).flatMap(([codename, release]) => {
        const number = debianRelease(codename);
        const standing = readStanding(release, elsewhere);
        if (number === undefined || standing === undefined) return [];
        return [debianAffected(name, number, standing, text(member(release, "urgency")))];
      }),
    }),
  };
}

/** @param elsewhere the version that fixes it in sid: whoever has it, or a later one, is not affected */
function readStanding(release: unknown, elsewhere: string | undefined): Standing | undefined {
  const status = member(release, "status");
  if (status === "resolved") {
    const version = text(member(release, "fixed_version"));
    if (version === "0") return { kind: "not-affected" };
    if (version === "") return undefined;
    return isInArchive(version, member(release, "repositories"))
      ? { kind: "fixed", version }
      : { kind: "open", state: "affected", elsewhere: version };
  }
  // "undetermined": nobody has looked at it.
  return status === "open" ? { kind: "open", state: stateOf(release), elsewhere } : undefined;
}

function stateOf(release: unknown): FixState {
  if (member(release, "urgency") === "end-of-life") return "end-of-life";
  const reason = member(release, "nodsa_reason");
  if (reason === "ignored") return "will-not-fix";
  return reason === "postponed" ? "fix-deferred" : "affected";
}

/** Whether a release can get a version; without a list of what it has, it can. */
function isInArchive(version: string, repositories: unknown): boolean {
  const versions = isObject(repositories) ? Object.values(repositories) : [];
  if (versions.length === 0) return true;
  return versions.some((other) => {
    const order = typeof other === "string" ? compareVersions("dpkg", other, version) : undefined;
    return order === undefined || order >= 0;
  });
}
