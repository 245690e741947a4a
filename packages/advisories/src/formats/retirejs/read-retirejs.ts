import { isId, isObject, list, member, oneLine, text } from "../../records/fields.ts";
import { newAffected, newRecord } from "../../records/new-record.ts";
import type { RecordEvent, RecordReading } from "../../records/record.ts";
import type { DocumentFormat } from "../format.ts";

const feed = "retirejs";
// docs.npmjs.com/cli/configuring-npm/package-json#name
const npmName = /^(?:@[a-z0-9~-][a-z0-9._~-]{0,99}\/)?[a-z0-9~-][a-z0-9._~-]{0,199}$/;
/** CWE-1104, "Use of Unmaintained Third Party Components": no vulnerability. */
const unmaintained = "CWE-1104";
/** Where there is no CVE, what else tells one entry of a library from another. */
const numbers = ["retid", "issue", "bug", "PR", "release"];

/** Retire.js's `jsrepository`: libraries that pages and packages bundle, by the names that they have in npm. */
export const retireJsFormat: DocumentFormat = {
  feed,
  recognises: (document) => isObject(document) && libraries(document).some(isLibrary),
  *read(document) {
    for (const [key, library] of Object.entries(isObject(document) ? document : {})) {
      const name = text(member(library, "npmname")) || key;
      // "retire-example" and "dont check" stand for themselves, others are in no registry.
      if (!isLibrary(library) || key.startsWith("retire-") || !npmName.test(name)) continue;
      for (const vulnerability of list(member(library, "vulnerabilities"))) {
        yield* readVulnerability(name, vulnerability);
      }
    }
  },
};

function libraries(document: Record<string, unknown>): unknown[] {
  return Object.values(document).slice(0, 5);
}

function isLibrary(value: unknown): boolean {
  return isObject(value) && Array.isArray(value.vulnerabilities) && "extractors" in value;
}

function* readVulnerability(name: string, value: unknown): Generator<RecordReading> {
  const identifiers = member(value, "identifiers");
  const below = versionOf(member(value, "below"));
  const [id, ...more] = namesOf(name, identifiers, below);
  if (id === undefined || below === "") {
    yield { kind: "broken", why: `${name} has a vulnerability without a name or an end` };
    return;
  }
  const from = versionOf(member(value, "atOrAbove")) || "0";
  const range: RecordEvent[] = [
    { type: "introduced", version: from },
    { type: "fixed", version: below },
  ];
  const isNotice = list(member(value, "cwe")).includes(unmaintained);
  const github = text(member(identifiers, "githubID"));
  const aliases = more.length === 0 && github.startsWith("GHSA-") && isId(github) ? [github] : [];
  // An entry about several vulnerabilities makes none of them another name of the others.
  for (const one of [id, ...more]) {
    yield {
      kind: "advisory",
      record: newRecord({
        feed,
        id: one,
        aliases: aliases.filter((alias) => alias !== one),
        summary: oneLine(text(member(identifiers, "summary"))),
        severityWord: text(member(value, "severity")),
        url: pageOf(value),
        affected: [
          newAffected({
            ecosystem: "npm",
            name,
            ranges: [range],
            ...(isNotice && { notice: "unmaintained" }),
          }),
        ],
      }),
    };
  }
}

/** Where there is nothing else, the version that ends it tells it from the library's others. */
function namesOf(library: string, identifiers: unknown, below: string): string[] {
  const cves = list(member(identifiers, "CVE")).filter(
    (cve): cve is string => typeof cve === "string" && /^CVE-\d{4}-\d{4,19}$/.test(cve),
  );
  if (cves.length > 0) return cves;
  const github = text(member(identifiers, "githubID"));
  if (isId(github)) return [github];
  const key = numbers.find((one) => member(identifiers, one) !== undefined);
  const number = key === undefined ? below : member(identifiers, key);
  const id = `RETIREJS-${library.replaceAll(/[@/~]/g, "-")}-${number}`;
  return isId(id) ? [id] : [];
}

/** `1.9.0b1` is `1.9.0-b1` in npm. */
function versionOf(value: unknown): string {
  return text(value).replace(/^(\d{1,9}\.\d{1,9}\.\d{1,9})\.?([A-Za-z])/, "$1-$2");
}

function pageOf(value: unknown): string {
  const pages = list(member(value, "info")).filter(
    (page): page is string => typeof page === "string" && /^https?:\/\/\S{1,500}$/.test(page),
  );
  return pages[0] ?? "https://retirejs.github.io/retire.js/";
}
