import { splitPurl, type VexStatus } from "@plimsoll/core";
import { isId, isObject, list, maxItems, member, text } from "../records/fields.ts";
import { collectReading, statementFault, unidentified, withinRange } from "./reading.ts";
import type { VexFormat, VexIdentity, VexProduct, VexStatement } from "./statement.ts";
import { isPurl, isSha256Name, moment, objects, optional, sha256Digest, words } from "./words.ts";

/** `impactAnalysisState` of CycloneDX 1.4 to 1.7. */
const statuses: Readonly<Record<string, VexStatus>> = {
  resolved: "fixed",
  resolved_with_pedigree: "fixed",
  exploitable: "affected",
  in_triage: "under_investigation",
  false_positive: "not_affected",
  not_affected: "not_affected",
};

/** CycloneDX VEX and VDR, JSON, 1.4 to 1.7: cyclonedx.org/docs/1.6/json/#vulnerabilities. */
export const cycloneDxFormat: VexFormat = {
  name: "cyclonedx",
  recognises: (document) =>
    document.bomFormat === "CycloneDX" && Array.isArray(document.vulnerabilities),
  read(document, source) {
    const { metadata, serialNumber, version } = document;
    const serial = text(serialNumber);
    const id = serial === "" ? source : words(`${serial}/${Number(version) || 1}`, 300);
    const vulnerabilities = document.vulnerabilities as unknown[];
    if (vulnerabilities.length > maxItems) {
      const faults = [{ what: "vulnerabilities", why: `more than ${maxItems}` }];
      return { format: "cyclonedx", document: id, statements: [], faults };
    }
    const context: Context = {
      about: {
        author: authorOf(metadata),
        timestamp: moment(member(metadata, "timestamp")),
        document: id,
      },
      serial: serial.replace(/^urn:uuid:/, ""),
      components: componentsOf(document),
      whole: identityOf(member(metadata, "component")),
      wholeRef: text(member(member(metadata, "component"), "bom-ref")),
    };
    // Without an analysis a document only lists what a scanner found.
    const analysed = vulnerabilities.filter((one) => isObject(member(one, "analysis")));
    return collectReading("cyclonedx", id, analysed, (value, index) => ({
      what: `vulnerability ${words(member(value, "id"), 60) || index + 1}`,
      read: () => readVulnerability(value, context),
    }));
  },
};

interface Context {
  about: Pick<VexStatement, "author" | "timestamp" | "document">;
  serial: string;
  components: ReadonlyMap<string, VexIdentity>;
  /** What the document as a whole describes. */
  whole: VexIdentity;
  wholeRef: string;
}

function authorOf(metadata: unknown): string {
  const people = list(member(metadata, "authors")).map((author) => member(author, "name"));
  const makers = [member(metadata, "manufacturer"), member(metadata, "supplier")];
  const names = [...people, ...makers.map((maker) => member(maker, "name"))];
  return names.map((name) => words(name, 200)).find((name) => name !== "") ?? "";
}

/** Every component by its `bom-ref`, however deep it is nested. */
function componentsOf({ components, metadata }: Record<string, unknown>): Map<string, VexIdentity> {
  const found = new Map<string, VexIdentity>();
  const left = [...objects(components), ...objects([member(metadata, "component")])];
  for (let next = left.pop(); next !== undefined && found.size < maxItems; next = left.pop()) {
    const ref = text(next["bom-ref"]);
    if (ref !== "" && !found.has(ref)) found.set(ref, identityOf(next));
    for (const inner of objects(next.components)) left.push(inner);
  }
  return found;
}

function identityOf(component: unknown): VexIdentity {
  return {
    purls: [member(component, "purl")].filter(isPurl),
    digests: objects(member(component, "hashes")).flatMap(({ alg, content }) =>
      isSha256Name(alg) ? sha256Digest(content) : [],
    ),
    cpes: [member(component, "cpe")].filter((cpe) => typeof cpe === "string"),
  };
}

function readVulnerability(value: unknown, context: Context): VexStatement {
  const { id, references, analysis, affects, recommendation, updated, published } = value as Record<
    string,
    unknown
  >;
  const state = text(member(analysis, "state"));
  const status = Object.hasOwn(statuses, state) ? statuses[state] : undefined;
  if (status === undefined) throw statementFault("its analysis has no state that CycloneDX knows");
  const detail = words(member(analysis, "detail"));
  const responses = list(member(analysis, "response")).map((one) => words(one, 40));
  const isCleared = status === "not_affected";
  const impact = detail || (state === "false_positive" ? "a false positive" : "");
  const action = [words(recommendation) || detail, responses.join(", ")].filter(Boolean).join("; ");
  return {
    ...context.about,
    names: [id, ...objects(references).map((reference) => reference.id)].filter(isId),
    products: list(affects).flatMap((affected) => readAffected(affected, context)),
    status,
    ...optional("justification", isCleared ? words(member(analysis, "justification"), 100) : ""),
    ...optional("impact", isCleared ? impact : ""),
    ...optional("action", isCleared ? "" : action),
    timestamp:
      moment(member(analysis, "lastUpdated")) ||
      moment(member(analysis, "firstIssued")) ||
      context.about.timestamp ||
      moment(updated) ||
      moment(published),
  };
}

/** What `affects` names; a part of what the document describes, where that can be told. */
function readAffected(affected: unknown, context: Context): VexProduct[] {
  const ref = text(member(affected, "ref"));
  const identity = resolveRef(ref, context);
  const versions = member(affected, "versions");
  const named = versions === undefined ? [identity] : atVersions(identity, versions);
  const { whole, wholeRef } = context;
  const isWhole = ref === wholeRef || identity.purls.some((purl) => whole.purls.includes(purl));
  // What has no package URL, a folder say, cannot be told apart from anything else.
  return isWhole || whole.purls.length === 0
    ? named.map((one) => ({ ...one, subcomponents: [] }))
    : [{ ...whole, subcomponents: named }];
}

/** A `bom-ref`, a package URL, or a BOM-Link `urn:cdx:serial/version#bom-ref`. */
function resolveRef(ref: string, { components, serial }: Context): VexIdentity {
  const own = components.get(ref);
  if (own !== undefined) return own;
  if (isPurl(ref)) return { ...unidentified, purls: [ref] };
  const link = /^urn:cdx:([0-9a-f-]{36})\/\d{1,9}#(.{1,2000})$/i.exec(ref);
  if (link === null) return unidentified;
  const fragment = decode(link[2]!);
  const linked = link[1] === serial ? components.get(fragment) : undefined;
  return linked ?? (isPurl(fragment) ? { ...unidentified, purls: [fragment] } : unidentified);
}

/** Narrows to the versions and ranges that are said to be affected. */
function atVersions(identity: VexIdentity, versions: unknown): VexIdentity[] {
  const listed = objects(versions).filter(
    ({ status }) => status === undefined || status === "affected",
  );
  if (listed.length === 0 || listed.length > 1_000) return [unidentified];
  const exact = listed.flatMap(({ version }) =>
    typeof version === "string" && version !== "" ? [version] : [],
  );
  const purls = identity.purls.flatMap((purl) => {
    if (splitPurl(purl)?.version !== undefined) return [purl];
    const end = purl.search(/[?#]|$/);
    return exact.map((one) => `${purl.slice(0, end)}@${encodeURIComponent(one)}${purl.slice(end)}`);
  });
  const ranges = listed.flatMap(({ version, range }) => (version === undefined ? [range] : []));
  return [
    ...(exact.length > 0 ? [{ ...identity, purls }] : []),
    ...ranges.map((range) => withinRange(identity, range)),
  ];
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
