import {
  isId,
  isObject,
  list,
  maxName,
  member,
  oneLine,
  scalar,
  text,
} from "../../records/fields.ts";
import { newAffected, newRecord } from "../../records/new-record.ts";
import type { RecordReading } from "../../records/record.ts";
import { everything, type Span, Spans } from "../../records/spans.ts";
import type { DocumentFormat } from "../format.ts";

const feed = "friendsofphp";
const prefix = "composer://";
const comparison = /^\s{0,9}([<>=!]{0,2})\s{0,9}([\w.+-]{1,200})\s{0,9}$/;
const time = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}:\d{2}))?/;
const spans = new Spans("composer");

/** One YAML file of github.com/FriendsOfPHP/security-advisories: a vulnerability of one package. */
export const friendsOfPhpFormat: DocumentFormat = {
  feed,
  recognises: (document) =>
    isObject(document) &&
    text(document.reference).startsWith(prefix) &&
    isObject(document.branches),
  read: (document) => [readAdvisory(document)],
};

function readAdvisory(document: unknown): RecordReading {
  const name = text(member(document, "reference")).slice(prefix.length);
  const branches = member(document, "branches");
  if (name === "" || name.length > maxName || !isObject(branches)) {
    return { kind: "broken", why: "it names no package, or no branches of it" };
  }
  const published = firstTime(Object.values(branches));
  const cve = text(member(document, "cve"));
  const id = isId(cve) ? cve : `FOP-${name}-${published.slice(0, 10)}`.replaceAll(/[/_]/g, "-");
  if (!isId(id)) return { kind: "broken", why: `${oneLine(name)} has a name that is too long` };
  const found: Span[] = [];
  for (const branch of Object.values(branches)) {
    const affected = readBranch(list(member(branch, "versions")));
    if (!affected) {
      return { kind: "broken", why: `${id} has versions of another form` };
    }
    found.push(...affected);
  }
  const link = text(member(document, "link"));
  return {
    kind: "advisory",
    record: newRecord({
      feed,
      id,
      published,
      modified: published,
      summary: oneLine(text(member(document, "title"))),
      url: /^https?:\/\/\S{1,500}$/.test(link)
        ? link
        : "https://github.com/FriendsOfPHP/security-advisories",
      // Branches that touch are joined: the end of one is no fix where the next one starts.
      affected: [newAffected({ ecosystem: "Packagist", name, ranges: spans.toRanges(found) })],
    }),
  };
}

/** All of a branch's comparisons hold for what is affected. */
function readBranch(versions: readonly unknown[]): Span[] | undefined {
  if (versions.length === 0) return [];
  let affected: Span[] = [everything];
  for (const item of versions) {
    const [, operator = "", version = ""] = comparison.exec(scalar(item)) ?? [];
    const holds = spans.where(operator, version);
    if (!holds) return undefined;
    affected = spans.intersection(affected, holds);
  }
  return affected;
}

/** When the first branch was fixed, as RFC 3339. */
function firstTime(branches: readonly unknown[]): string {
  const times = branches.flatMap((branch) => {
    const [, day, clock = "00:00:00"] = time.exec(text(member(branch, "time"))) ?? [];
    return day === undefined ? [] : [`${day}T${clock}Z`];
  });
  return times.sort()[0] ?? "";
}
