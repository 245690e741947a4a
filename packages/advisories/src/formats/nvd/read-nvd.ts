import { isId, isObject, list, member, text } from "../../records/fields.ts";
import type { RecordReading, RecordSeverity } from "../../records/record.ts";
import type { DocumentFormat } from "../format.ts";

const metrics = [
  ["cvssMetricV40", "CVSS_V4"],
  ["cvssMetricV31", "CVSS_V3"],
  ["cvssMetricV30", "CVSS_V3"],
  ["cvssMetricV2", "CVSS_V2"],
] as const;

/** A page of NVD's API 2.0, or a file of its feeds, which have the same form: how NVD rates CVEs. */
export const nvdFormat: DocumentFormat = {
  feed: "nvd",
  recognises: (document) =>
    isObject(document) &&
    (document.format === "NVD_CVE" || isId(member(member(firstOf(document), "cve"), "id"))),
  *read(document) {
    for (const [index, item] of list(member(document, "vulnerabilities")).entries()) {
      const cve = member(item, "cve");
      const id = member(cve, "id");
      if (!isId(id)) yield { kind: "broken", why: `vulnerability ${index} has no id` };
      else yield readRating(id, cve);
    }
  },
};

function firstOf(document: Record<string, unknown>): unknown {
  return list(document.vulnerabilities)[0];
}

/** NVD's own rating ("Primary") goes before the one of whoever reported it. */
function readRating(id: string, cve: unknown): RecordReading {
  const severities = metrics.flatMap(([key, type]) => {
    const found = list(member(member(cve, "metrics"), key));
    const primary = found.filter((metric) => member(metric, "type") === "Primary");
    return (primary.length > 0 ? primary : found).flatMap((metric): RecordSeverity[] => {
      const score = text(member(member(metric, "cvssData"), "vectorString"));
      return score === "" ? [] : [{ type, score }];
    });
  });
  return { kind: "rating", rating: { id, severities } };
}
