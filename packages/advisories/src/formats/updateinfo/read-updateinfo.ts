import { date, isId, maxName, oneLine } from "../../records/fields.ts";
import type { RecordAffected, RecordReading } from "../../records/record.ts";
import type { StreamFormat } from "../format.ts";
import { moduleOf } from "../red-hat/module.ts";
import { readXml } from "../xml/read-xml.ts";
import { findUpdateRelease } from "./releases.ts";
import { type Update, type UpdatePackage, UpdateReader } from "./update-reader.ts";

const feed = "updateinfo";

/** The updates of repositories of Amazon Linux, Fedora, AlmaLinux, Rocky Linux, Oracle Linux and others. */
export const updateinfoFormat: StreamFormat = {
  feed,
  recognises: (_, head) => /<updates[\s>]/.test(head) && /<update\s/.test(head),
  read: readUpdateinfo,
};

async function* readUpdateinfo(chunks: AsyncIterable<Buffer>): AsyncGenerator<RecordReading> {
  for await (const update of readXml(chunks, new UpdateReader())) {
    if (update.type === "security") yield toReading(update);
  }
}

function toReading(update: Update): RecordReading {
  const { id, title, severity, references } = update;
  if (!isId(id)) return { kind: "broken", why: "it has no id" };
  const affected = affectedBy(update);
  if (typeof affected === "string") return { kind: "broken", why: `${id}: ${affected}` };
  const published = utc(update.issued);
  const updated = utc(update.updated);
  const cves = references.flatMap((reference) =>
    reference.type === "cve" ? (/^CVE-\d{4}-\d{4,}$/.exec(reference.id)?.[0] ?? []) : [],
  );
  const named = title.match(/\bCVE-\d{4}-\d{4,}\b/g) ?? [];
  const url = references.find(({ type, id: own }) => type === "self" || own === id)?.href ?? "";
  return {
    kind: "advisory",
    record: {
      feed,
      id,
      modified: updated > published ? updated : published,
      published,
      aliases: [],
      upstream: [...new Set([...cves, ...named])],
      related: [],
      summary: oneLine(title),
      severityWord: severity,
      severities: [],
      affected,
      ...(/^https?:\/\/[^\s"<>]{1,300}$/.test(url) && { url }),
    },
  };
}

/** What was updated, or why it cannot be told. */
function affectedBy({ id, packages }: Update): RecordAffected[] | string {
  const builds = new Map<string, { found: UpdatePackage; arches: Set<string> }>();
  for (const found of packages) {
    const { name, epoch, version, release, module, arch } = found;
    if (arch === "src" || /-debug(?:info|source)(?:-|$)/.test(name)) continue;
    if (name === "" || name.length > maxName || version === "" || release === "") {
      return "a package has no name, version or release";
    }
    const key = [name, epoch, version, release, module].join("\n");
    const known = builds.get(key);
    if (known) known.arches.add(arch);
    else builds.set(key, { found, arches: new Set([arch]) });
  }
  const affected: RecordAffected[] = [];
  for (const { found, arches } of builds.values()) {
    const { name, epoch, version, release, module } = found;
    const place = findUpdateRelease(id, release);
    if (!place) return `it does not tell the release that ${name}-${version}-${release} is for`;
    const fixed = `${/^\d+$/.test(epoch) ? epoch : "0"}:${version}-${release}`;
    affected.push({
      ecosystem: place.ecosystem,
      name,
      ranges: [
        [
          { type: "introduced", version: "0" },
          { type: "fixed", version: fixed },
        ],
      ],
      versions: [],
      severities: [],
      urgency: "",
      notice: "",
      ...moduleOf(module, release, place.namesModules),
      ...(!arches.has("") && { arches: [...arches].sort() }),
    });
  }
  return affected.length > 0 ? affected : "it lists no package";
}

/** `2024-02-01 19:12`, `2024-02-01T19:12:03Z`, seconds since 1970. */
function utc(text: string): string {
  if (/^\d{9,10}$/.test(text)) {
    return new Date(Number(text) * 1000).toISOString().replace(".000Z", "Z");
  }
  const [, day, time, seconds] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?)?/.exec(text) ?? [];
  return day === undefined ? "" : date(`${day}T${time ?? "00:00"}${seconds ?? ":00"}Z`);
}
