/** An OSV record whose parts have the types that the rest relies on; see ossf.github.io/osv-schema. */
export interface OsvRecord {
  readonly id: string;
  /** RFC 3339 in UTC; the newer one of `modified` and `published`, or empty. */
  readonly modified: string;
  readonly published: string;
  readonly aliases: readonly string[];
  readonly upstream: readonly string[];
  readonly related: readonly string[];
  readonly summary: string;
  /** The record's own severity word: `database_specific.severity`. */
  readonly severityWord: string;
  readonly severities: readonly OsvSeverity[];
  readonly affected: readonly OsvAffected[];
}

export interface OsvSeverity {
  /** `CVSS_V3`, `Ubuntu` … */
  readonly type: string;
  readonly score: string;
}

export interface OsvAffected {
  readonly ecosystem: string;
  readonly name: string;
  /** Without those of type GIT. */
  readonly ranges: readonly (readonly OsvEvent[])[];
  readonly versions: readonly string[];
  readonly severities: readonly OsvSeverity[];
  /** Debian's urgency or another word of the ecosystem. */
  readonly urgency: string;
  /** RustSec's word for what is no vulnerability: `unmaintained`, `notice`; empty for all others. */
  readonly notice: string;
}

export interface OsvEvent {
  readonly type: "introduced" | "fixed" | "last_affected" | "limit";
  readonly version: string;
}

export type OsvReading =
  | { readonly kind: "advisory"; readonly record: OsvRecord }
  | { readonly kind: "withdrawn"; readonly id: string; readonly modified: string }
  | { readonly kind: "broken"; readonly why: string };

const maxItems = 100_000;
const maxSummary = 160;
const maxName = 500;
const idSyntax = /^[A-Za-z0-9][A-Za-z0-9.:_+-]{0,99}$/;
const dateSyntax = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;
const eventTypes = ["introduced", "fixed", "last_affected", "limit"] as const;

/** Reads one record of a feed. Never throws: what does not follow the schema is `broken`. */
export function readOsvRecord(value: unknown): OsvReading {
  if (!isObject(value)) return { kind: "broken", why: "it is not an object" };
  const { id } = value;
  if (typeof id !== "string" || !idSyntax.test(id)) return { kind: "broken", why: "it has no id" };
  const published = date(value.published);
  const changed = date(value.modified);
  const modified = changed > published ? changed : published;
  if (typeof value.withdrawn === "string" && value.withdrawn !== "") {
    return { kind: "withdrawn", id, modified };
  }
  if (!Array.isArray(value.affected)) return { kind: "broken", why: `${id} has no affected list` };
  if (value.affected.length > maxItems) {
    return { kind: "broken", why: `${id} lists more than ${maxItems} packages` };
  }
  return {
    kind: "advisory",
    record: {
      id,
      modified,
      published,
      aliases: ids(value.aliases),
      upstream: ids(value.upstream),
      related: ids(value.related),
      summary: oneLine(text(value.summary) || text(value.details)),
      severityWord: text(member(value.database_specific, "severity")),
      severities: severities(value.severity),
      affected: value.affected.flatMap(readAffected),
    },
  };
}

function readAffected(value: unknown): OsvAffected[] {
  if (!isObject(value)) return [];
  const ecosystem = text(member(value.package, "ecosystem"));
  const name = text(member(value.package, "name"));
  if (ecosystem === "" || name === "" || name.length > maxName) return [];
  const urgency =
    text(member(value.ecosystem_specific, "urgency")) ||
    text(member(value.ecosystem_specific, "severity")) ||
    text(member(value.database_specific, "severity"));
  return [
    {
      ecosystem,
      name,
      ranges: list(value.ranges).flatMap((range) =>
        isObject(range) && range.type !== "GIT" ? [list(range.events).flatMap(readEvent)] : [],
      ),
      versions: list(value.versions).filter((version) => typeof version === "string"),
      severities: severities(value.severity),
      urgency,
      notice: text(member(value.database_specific, "informational")),
    },
  ];
}

function readEvent(value: unknown): OsvEvent[] {
  if (!isObject(value)) return [];
  return eventTypes.flatMap((type) => {
    const version = value[type];
    return typeof version === "string" ? [{ type, version }] : [];
  });
}

function severities(value: unknown): OsvSeverity[] {
  return list(value).flatMap((item) => {
    const type = text(member(item, "type"));
    const score = text(member(item, "score"));
    return type === "" || score === "" ? [] : [{ type, score }];
  });
}

function ids(value: unknown): string[] {
  return list(value).filter((id): id is string => typeof id === "string" && idSyntax.test(id));
}

/** A date of another form counts as none: dates are only compared as text. */
function date(value: unknown): string {
  return typeof value === "string" && dateSyntax.test(value) ? value : "";
}

/** The first line, without control characters, at most `maxSummary` characters long. */
function oneLine(value: string): string {
  const line =
    value
      .slice(0, 2_000)
      .trim()
      .split(/[\r\n]/, 1)[0] ?? "";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a feed must not steer a terminal
  const plain = line.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, " ").trim();
  if (plain.length <= maxSummary) return plain;
  const cut = plain.slice(0, maxSummary - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), maxSummary / 2)).toWellFormed()}…`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function member(value: unknown, key: string): unknown {
  return isObject(value) ? value[key] : undefined;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) && value.length <= maxItems ? value : [];
}
