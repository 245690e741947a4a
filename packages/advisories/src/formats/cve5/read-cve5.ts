import { isId, isObject, list, member, text } from "../../records/fields.ts";
import type { RecordSeverity } from "../../records/record.ts";
import type { DocumentFormat } from "../format.ts";

const metrics = [
  ["cvssV4_0", "CVSS_V4"],
  ["cvssV3_1", "CVSS_V3"],
  ["cvssV3_0", "CVSS_V3"],
  ["cvssV2_0", "CVSS_V2"],
] as const;

/**
 * A record of the CVE Program (github.com/CVEProject/cve-schema, 5.x): how whoever assigned the CVE
 * rates it, and, where they do not, CISA (github.com/cisagov/vulnrichment).
 */
export const cve5Format: DocumentFormat = {
  feed: "cve",
  recognises: (document) => isObject(document) && document.dataType === "CVE_RECORD",
  read(document) {
    const metadata = member(document, "cveMetadata");
    const id = member(metadata, "cveId");
    if (!isId(id)) return [{ kind: "broken", why: "it has no id" }];
    if (member(metadata, "state") === "REJECTED") return [];
    const containers = member(document, "containers");
    const own = readMetrics(member(containers, "cna"));
    const severities =
      own.length > 0 ? own : list(member(containers, "adp")).flatMap((adp) => readMetrics(adp));
    return [{ kind: "rating", rating: { id, severities } }];
  },
};

function readMetrics(container: unknown): RecordSeverity[] {
  return list(member(container, "metrics")).flatMap((metric) =>
    metrics.flatMap(([key, type]): RecordSeverity[] => {
      const score = text(member(member(metric, key), "vectorString"));
      return score === "" ? [] : [{ type, score }];
    }),
  );
}
