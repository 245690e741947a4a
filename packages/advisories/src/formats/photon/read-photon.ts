import { isId, isObject, maxName, text } from "../../records/fields.ts";
import type { RecordAffected, RecordReading } from "../../records/record.ts";
import { severityOfScore } from "../../severity.ts";
import type { DocumentFormat } from "../format.ts";

const feed = "photon";
const page = "https://github.com/vmware/photon/wiki/Security-Advisories";

/**
 * VMware's `cve_data_photon4.0.json` (github.com/vmware/photon/wiki/Security-Advisories): rows of a
 * vulnerability, a package, of source or binary name, and the version that resolves it. The file's name tells the release.
 */
export const photonFormat: DocumentFormat = {
  feed,
  recognises: (row) => isObject(row) && "cve_id" in row && "res_ver" in row && "aff_ver" in row,
  read: (row, where) => [readRow(row, where)],
};

function readRow(row: unknown, where = ""): RecordReading {
  if (!isObject(row)) return { kind: "broken", why: "it is not an object" };
  const { cve_id: id, pkg, cve_score: score } = row;
  if (!isId(id)) return { kind: "broken", why: "it has no cve_id" };
  const release = /cve_data_photon(\d+\.\d+)\.json/.exec(where)?.[1];
  if (release === undefined) {
    return {
      kind: "broken",
      why: `${id}: the file is not named cve_data_photonN.N.json, which tells the release`,
    };
  }
  const name = text(pkg);
  if (name === "" || name.length > maxName)
    return { kind: "broken", why: `${id} names no package` };
  const affected = affectedBy(row, `Photon OS:${release}`, name);
  if (!affected) return { kind: "broken", why: `${id}: its versions are not understood` };
  return {
    kind: "advisory",
    record: {
      feed,
      id,
      modified: "",
      published: "",
      aliases: [],
      upstream: [],
      related: [],
      summary: "",
      severityWord: typeof score === "number" && score > 0 ? severityOfScore(score) : "",
      severities: [],
      affected: [affected],
      // Others than CVEs have no page that the identifier leads to.
      url: id.startsWith("CVE-") ? `https://nvd.nist.gov/vuln/detail/${id}` : page,
    },
  };
}

function affectedBy(
  { aff_ver: range, res_ver: fixed, status }: Record<string, unknown>,
  ecosystem: string,
  name: string,
): RecordAffected | undefined {
  const version = /^not affected$/i.test(text(status)) ? "0" : text(fixed);
  const isFixed = /^\d[\w.+~^:-]*$/.test(version);
  const isUnfixed = /^(?:NA)?$/.test(version) && /^all versions\b/.test(text(range));
  if (!isFixed && !isUnfixed) return undefined;
  return {
    ecosystem,
    name,
    ranges: [
      [
        { type: "introduced", version: "0" },
        ...(isFixed ? [{ type: "fixed" as const, version }] : []),
      ],
    ],
    versions: [],
    severities: [],
    urgency: "",
    notice: "",
    ...(!isFixed && { state: "affected" as const }),
  };
}
