import {
  date,
  ids,
  isId,
  isObject,
  list,
  maxItems,
  maxName,
  member,
  oneLine,
  text,
} from "../../records/fields.ts";
import type {
  RecordAffected,
  RecordEvent,
  RecordReading,
  RecordSeverity,
} from "../../records/record.ts";
import type { DocumentFormat } from "../format.ts";

const feed = "osv";
const eventTypes = ["introduced", "fixed", "last_affected", "limit"] as const;

/** OSV: ossf.github.io/osv-schema. */
export const osvFormat: DocumentFormat = {
  feed,
  recognises: (document) => isObject(document) && isId(document.id) && "affected" in document,
  read: (document) => [readOsvRecord(document)],
};

/** Reads one record of a feed. Never throws: what does not follow the schema is `broken`. */
export function readOsvRecord(value: unknown): RecordReading {
  if (!isObject(value)) return { kind: "broken", why: "it is not an object" };
  const { id } = value;
  if (!isId(id)) return { kind: "broken", why: "it has no id" };
  const published = date(value.published);
  const changed = date(value.modified);
  const modified = changed > published ? changed : published;
  if (typeof value.withdrawn === "string" && value.withdrawn !== "") {
    return { kind: "withdrawn", feed, id, modified };
  }
  if (!Array.isArray(value.affected)) return { kind: "broken", why: `${id} has no affected list` };
  if (value.affected.length > maxItems) {
    return { kind: "broken", why: `${id} lists more than ${maxItems} packages` };
  }
  return {
    kind: "advisory",
    record: {
      feed,
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

function readAffected(value: unknown): RecordAffected[] {
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
      ...(ecosystem === "Go" && importsOf(value.ecosystem_specific)),
      notice: text(member(value.database_specific, "informational")),
    },
  ];
}

/** Go's vulnerability database: go.dev/doc/security/vuln/database#schema. */
function importsOf(specific: unknown): Pick<RecordAffected, "imports"> {
  const imports = list(member(specific, "imports")).flatMap((one) => {
    const path = text(member(one, "path"));
    const symbols = list(member(one, "symbols")).filter((symbol) => typeof symbol === "string");
    return path === "" ? [] : [{ path, symbols }];
  });
  return imports.length > 0 ? { imports } : {};
}

function readEvent(value: unknown): RecordEvent[] {
  if (!isObject(value)) return [];
  return eventTypes.flatMap((type) => {
    const version = value[type];
    return typeof version === "string" ? [{ type, version }] : [];
  });
}

function severities(value: unknown): RecordSeverity[] {
  return list(value).flatMap((item) => {
    const type = text(member(item, "type"));
    const score = text(member(item, "score"));
    return type === "" || score === "" ? [] : [{ type, score }];
  });
}
