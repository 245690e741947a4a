import { isId, isObject, list, member, oneLine, text } from "../../records/fields.ts";
import type { AdvisoryRecord, RecordReading, RecordSeverity } from "../../records/record.ts";
import type { DocumentFormat } from "../format.ts";
import { items, ProductTree } from "./product-tree.ts";
import { findPublisher } from "./publishers.ts";
import { Statuses } from "./read-statuses.ts";

/** CSAF 2.0 security advisories and VEX documents of Red Hat and SUSE about their distributions. */
export const csafFormat: DocumentFormat = {
  feed: "csaf",
  recognises: (document) =>
    typeof member(member(document, "document"), "csaf_version") === "string",
  read(document) {
    try {
      return readCsaf(document);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return [{ kind: "broken", why: error.message }];
    }
  },
};

/** @throws RangeError for more products than any real document has */
function readCsaf(value: unknown): RecordReading[] {
  const document = member(value, "document");
  const tracking = member(document, "tracking");
  const id = member(tracking, "id");
  if (!isId(id)) return [{ kind: "broken", why: "it has no identifier" }];
  const namespace = text(member(member(document, "publisher"), "namespace"));
  const publisher = findPublisher(namespace);
  if (!publisher) {
    const who = JSON.stringify(namespace.slice(0, 100));
    return [{ kind: "broken", why: `${id} is published by ${who}, about no distribution known` }];
  }
  const tree = new ProductTree(member(value, "product_tree"));
  const vulnerabilities = items(member(value, "vulnerabilities")).filter(isObject);
  const published = utc(member(tracking, "initial_release_date"));
  const changed = utc(member(tracking, "current_release_date"));
  const head = {
    feed: publisher.feed,
    published,
    modified: changed > published ? changed : published,
    aliases: [],
    related: [],
  };
  const affectedBy = (parts: readonly unknown[]) => {
    const statuses = new Statuses(tree, publisher);
    for (const vulnerability of parts) statuses.add(vulnerability);
    return statuses.affected();
  };
  if (member(document, "category") !== "csaf_vex") {
    const record: AdvisoryRecord = {
      ...head,
      id,
      upstream: vulnerabilities.flatMap(({ cve }) => (isId(cve) ? [cve] : [])),
      summary: oneLine(plainTitle(text(member(document, "title")))),
      severityWord: text(member(member(document, "aggregate_severity"), "text")),
      // One rating of several vulnerabilities is none of theirs.
      severities: vulnerabilities.length === 1 ? readScores(vulnerabilities[0]) : [],
      affected: affectedBy(vulnerabilities),
      ...pageOf(document, id),
    };
    return [{ kind: "advisory", record }];
  }
  return vulnerabilities.flatMap((vulnerability): RecordReading[] => {
    const { cve, title } = vulnerability;
    if (!isId(cve)) return [{ kind: "broken", why: `${id} is about something without CVE` }];
    const record: AdvisoryRecord = {
      ...head,
      id: cve,
      upstream: [],
      summary: oneLine(text(title) || noteOf(vulnerability)),
      severityWord: readImpact(vulnerability),
      severities: readScores(vulnerability),
      affected: affectedBy([vulnerability]),
      ...pageOf(vulnerability, cve),
    };
    return [{ kind: "advisory", record }];
  });
}

/** "Red Hat Security Advisory: python3.9 security update" */
function plainTitle(title: string): string {
  return title.replace(/^Red Hat Security Advisory: /, "");
}

function noteOf(vulnerability: unknown): string {
  const notes = list(member(vulnerability, "notes"));
  const summary = notes.find((note) => member(note, "category") === "summary") ?? notes[0];
  return text(member(summary, "text"));
}

/** The impact that the publisher sees, which may differ by product: the first. */
function readImpact(vulnerability: unknown): string {
  const threats = list(member(vulnerability, "threats"));
  return text(
    member(
      threats.find((threat) => member(threat, "category") === "impact"),
      "details",
    ),
  );
}

function readScores(vulnerability: unknown): RecordSeverity[] {
  const [first] = list(member(vulnerability, "scores"));
  return (["cvss_v4", "cvss_v3", "cvss_v2"] as const).flatMap((name) => {
    const score = text(member(member(first, name), "vectorString"));
    return score === "" ? [] : [{ type: name.toUpperCase(), score }];
  });
}

/** The publisher's own page about it: of its references to itself the one for people. */
function pageOf(holder: unknown, id: string): { url?: string } {
  const urls = list(member(holder, "references")).flatMap((reference) =>
    member(reference, "category") === "self" ? [text(member(reference, "url"))] : [],
  );
  const url =
    urls.find((one) => one.endsWith(`/${id}`)) ?? urls.find((one) => !/\.json$/.test(one));
  return url !== undefined && /^https:\/\/[^\s"<>]{1,300}$/.test(url) ? { url } : {};
}

/** RFC 3339 with any offset → UTC; empty for what is no date. */
function utc(value: unknown): string {
  if (
    typeof value !== "string" ||
    !/^\d{4}-\d{2}-\d{2}T[\d:.]{8,20}(?:Z|[+-]\d{2}:\d{2})$/.test(value)
  ) {
    return "";
  }
  const time = Date.parse(value);
  return Number.isNaN(time) ? "" : new Date(time).toISOString().replace(".000Z", "Z");
}
