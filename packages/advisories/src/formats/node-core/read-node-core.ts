import { isId, isObject, list, member, oneLine, text } from "../../records/fields.ts";
import { newAffected, newRecord } from "../../records/new-record.ts";
import type { RecordReading } from "../../records/record.ts";
import { Spans } from "../../records/spans.ts";
import type { DocumentFormat } from "../format.ts";
import { readRange } from "./range.ts";

const feed = "node-core";
const spans = new Spans("semver");

/** The Node.js project's list of its own vulnerabilities: github.com/nodejs/security-wg, vuln/core. */
export const nodeCoreFormat: DocumentFormat = {
  feed,
  recognises: (document) => isObject(document) && Object.values(document).slice(0, 3).some(isEntry),
  *read(document) {
    for (const [key, value] of Object.entries(isObject(document) ? document : {})) {
      yield* readEntry(key, value);
    }
  },
};

function isEntry(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value.vulnerable === "string" &&
    Array.isArray(value.cve) &&
    "patched" in value
  );
}

function* readEntry(key: string, value: unknown): Generator<RecordReading> {
  const vulnerable = readRange(spans, text(member(value, "vulnerable")));
  const patched = readRange(spans, text(member(value, "patched")));
  const cves = list(member(value, "cve")).filter(isId);
  const names = cves.length > 0 ? cves : [`NODE-CORE-${key}`];
  if (!isEntry(value) || !vulnerable || !patched || !names.every(isId)) {
    yield { kind: "broken", why: `${oneLine(key)} has no name, or versions of another form` };
    return;
  }
  const environments = list(member(value, "affectedEnvironments"));
  // What only concerns Windows or macOS concerns no container.
  if (environments.length > 0 && !environments.some((one) => one === "all" || one === "linux")) {
    return;
  }
  const page = text(member(value, "ref"));
  const affected = spans.intersection(vulnerable, spans.complement(patched));
  for (const id of names) {
    yield {
      kind: "advisory",
      record: newRecord({
        feed,
        id,
        summary: oneLine(text(member(value, "description")) || text(member(value, "overview"))),
        severityWord: text(member(value, "severity")),
        url: /^https?:\/\/\S{1,500}$/.test(page)
          ? page
          : "https://nodejs.org/en/blog/vulnerability",
        affected: [
          newAffected({ ecosystem: "Node.js", name: "node", ranges: spans.toRanges(affected) }),
        ],
      }),
    };
  }
}
