import { isObject, list, maxName, member, oneLine, text } from "../../records/fields.ts";
import { fixedIn, newAffected, newRecord } from "../../records/new-record.ts";
import type { RecordAffected, RecordReading } from "../../records/record.ts";
import { compareVersions, parseVersion } from "../../versions/compare.ts";
import type { DocumentFormat } from "../format.ts";
import { readIds } from "./ids.ts";
import { findPublisher } from "./publisher.ts";

interface Vulnerability {
  aliases: readonly string[];
  related: readonly string[];
  affected: RecordAffected[];
}

/** The security databases of Alpine (secdb.alpinelinux.org), Wolfi and Chainguard, as JSON or YAML. */
export const secdbFormat: DocumentFormat = {
  feed: "secdb",
  recognises: (document) =>
    isObject(document) &&
    Array.isArray(document.packages) &&
    ("urlprefix" in document || "distroversion" in document),
  *read(document) {
    const publisher = findPublisher(document);
    if (!publisher) {
      yield { kind: "broken", why: "it does not tell the distribution, or its release" };
      return;
    }
    const vulnerabilities = new Map<string, Vulnerability>();
    for (const [index, item] of list(member(document, "packages")).entries()) {
      const name = text(member(member(item, "pkg"), "name"));
      const fixes = member(member(item, "pkg"), "secfixes");
      if (name === "" || name.length > maxName || (fixes !== null && !isObject(fixes))) {
        yield { kind: "broken", why: `package ${index} has no name or no list of fixes` };
        continue;
      }
      yield* readPackage(name, fixes ?? {}, publisher.ecosystem, vulnerabilities);
    }
    for (const [id, found] of vulnerabilities) {
      const url = `${publisher.page}${id}`;
      yield { kind: "advisory", record: newRecord({ feed: publisher.feed, id, url, ...found }) };
    }
  },
};

function* readPackage(
  name: string,
  fixes: Record<string, unknown>,
  ecosystem: string,
  vulnerabilities: Map<string, Vulnerability>,
): Generator<RecordReading> {
  const versions = new Map<string, string>();
  for (const [key, names] of Object.entries(fixes)) {
    const version = mendVersion(key);
    for (const item of list(names)) {
      const found = readIds(text(item));
      if (found.length === 0) {
        yield { kind: "broken", why: `${name}: ${oneLine(text(item))} names no vulnerability` };
      }
      for (const { id, aliases, related } of found) {
        const known = vulnerabilities.get(id);
        if (!known) vulnerabilities.set(id, { aliases, related, affected: [] });
        versions.set(id, later(versions.get(id), version));
      }
    }
  }
  for (const [id, version] of versions) {
    const ranges = [fixedIn(version)];
    vulnerabilities.get(id)?.affected.push(newAffected({ ecosystem, name, ranges }));
  }
}

/**
 * Chainguard writes `0-r0` for what Alpine calls `0`: the package is not affected. Alpine's own slips
 * of the pen (`1.34.0_r0`, `1.2.31-0`, `10.2.24.r0`) are no versions, but leave no doubt.
 */
function mendVersion(key: string): string {
  if (key === "0-r0") return "0";
  if (parseVersion("apk", key)) return key;
  const mended = key.replace(/[._-]r?(\d{1,9})$/, "-r$1");
  return parseVersion("apk", mended) ? mended : key;
}

/** What is fixed twice was fixed by the later one: "CVE-2017-2616 (+ regression fix)". */
function later(known: string | undefined, version: string): string {
  if (known === undefined || known === "0") return version;
  const order = version === "0" ? -1 : compareVersions("apk", version, known);
  return order !== undefined && order > 0 ? version : known;
}
