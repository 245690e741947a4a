import { isId } from "../../records/fields.ts";

/** A vulnerability as a list of fixes names it. */
export interface NamedVulnerability {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly related: readonly string[];
}

const maxText = 1_000;
/** Also written `CVE_2019-2426`, `CVE 2025-48379`, and as the name of a patch. */
const cve = /\bCVE[-_ ](\d{4})[-_](\d{4,19})/gi;
const ghsa = /^GHSA(?:-[0-9a-z]{4}){3}$/;
/** XSA-255, TALOS-2017-0488, ZBX-11023, wnpa-sec-2017-18; VSV00016 and DW202402-001 without a hyphen. */
const other =
  /^(?!CVE)(?:(?:[A-Z]{2,16}|wnpa-sec)(?:-[0-9A-Z]{1,20}){0,3}-\d{1,9}|[A-Z]{2,5}\d{4,9}(?:-\d{1,4})?)$/;

/**
 * The vulnerabilities that an entry names: as a rule one identifier, but also
 * `CVE-2018-7541 XSA-255`, `CVE-2017-2616 (+ regression fix)`, or two of them.
 */
export function readIds(entry: string): NamedVulnerability[] {
  const text = entry.slice(0, maxText);
  const cves = unique([...text.matchAll(cve)].map(([, year, number]) => `CVE-${year}-${number}`));
  const words = text.split(/[\s,;()[\]]+/);
  const aliases = unique(words.filter((word) => ghsa.test(word)));
  // One of Xen's advisories may stand beside several CVEs: it is no other name of any of them.
  const related = unique(words.filter((word) => other.test(word)));
  const [first, ...more] = cves;
  if (first === undefined) {
    const known = [...aliases, ...related];
    // Else it is called what they call it: "CVE-46838".
    const ids = known.length > 0 ? known : words.filter((word) => isId(word) && /\d/.test(word));
    return unique(ids).map((id) => ({ id, aliases: [], related: [] }));
  }
  if (more.length > 0) return cves.map((id) => ({ id, aliases: [], related }));
  return [{ id: first, aliases, related }];
}

function unique(words: readonly string[]): string[] {
  return [...new Set(words)];
}
