import { isObject, list, maxName, oneLine, scalar, text } from "../../records/fields.ts";
import { newAffected, newRecord } from "../../records/new-record.ts";
import type { RecordReading } from "../../records/record.ts";
import { type Span, Spans } from "../../records/spans.ts";
import { severityOfScore } from "../../severity.ts";
import type { DocumentFormat } from "../format.ts";
import { readRequirement } from "./requirement.ts";

const feed = "rubysec";
const spans = new Spans("gem");

/** One YAML file of github.com/rubysec/ruby-advisory-db: a vulnerability of one gem, or of Ruby. */
export const rubySecFormat: DocumentFormat = {
  feed,
  recognises: (document) =>
    isObject(document) &&
    ("gem" in document || "engine" in document) &&
    ["cve", "ghsa", "osvdb", "patched_versions", "unaffected_versions"].some(
      (key) => key in document,
    ),
  *read(document) {
    // Ruby itself comes with no package that could be matched.
    if (!isObject(document) || !("gem" in document)) return;
    yield readAdvisory(document);
  },
};

function readAdvisory(document: Record<string, unknown>): RecordReading {
  const name = text(document.gem);
  const [id, ...aliases] = namesOf(document);
  if (name === "" || name.length > maxName || id === undefined) {
    return { kind: "broken", why: "it names no gem, or no vulnerability" };
  }
  const unaffected: Span[] = [];
  for (const key of ["patched_versions", "unaffected_versions"]) {
    for (const requirement of list(document[key])) {
      const allowed = readRequirement(spans, scalar(requirement));
      if (!allowed) return { kind: "broken", why: `${id} has versions of another form` };
      unaffected.push(...allowed);
    }
  }
  const day = text(document.date);
  const published = /^\d{4}-\d{2}-\d{2}$/.test(day) ? `${day}T00:00:00Z` : "";
  const ranges = spans.toRanges(spans.complement(unaffected));
  return {
    kind: "advisory",
    record: newRecord({
      feed,
      id,
      aliases,
      published,
      modified: published,
      summary: oneLine(text(document.title)),
      severityWord: severityWord(document),
      url: `https://rubysec.com/advisories/${id}/`,
      affected: [newAffected({ ecosystem: "RubyGems", name, ranges })],
    }),
  };
}

function namesOf(document: Record<string, unknown>): string[] {
  const names = [
    [/^\d{4}-\d{4,19}$/, "CVE-", document.cve],
    [/^[0-9a-z]{4}(?:-[0-9a-z]{4}){2}$/, "GHSA-", document.ghsa],
    [/^\d{1,9}$/, "OSVDB-", document.osvdb],
  ] as const;
  return names.flatMap(([syntax, prefix, value]) =>
    syntax.test(scalar(value)) ? [`${prefix}${scalar(value)}`] : [],
  );
}

/** It has scores without vectors: the one of the newest CVSS counts. */
function severityWord(document: Record<string, unknown>): string {
  const scores = ["cvss_v4", "cvss_v3", "cvss_v2"].map((key) => scalar(document[key]));
  const score = scores.find((value) => /^(?:10|\d)(?:\.\d)?$/.test(value));
  return score === undefined ? "" : severityOfScore(Number(score));
}
