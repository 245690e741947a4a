import { debianRelease } from "../../ecosystems/distribution.ts";
import { oneLine } from "../../records/fields.ts";
import { newRecord } from "../../records/new-record.ts";
import type { RecordAffected, RecordReading } from "../../records/record.ts";
import { debianAffected, trackerPage } from "../debian-tracker/standing.ts";
import type { StreamFormat } from "../format.ts";
import { readPackageLine } from "./package-line.ts";
import { readEntries } from "./read-entries.ts";
import { standingOf } from "./standing.ts";

const feed = "debian-advisories";
const header =
  /^\[(\d{2}) ([A-Z][a-z]{2}) (\d{4})\] (D(?:S|L|TS)A-\d{1,6}(?:-\d{1,4})?)(?:\s+(.*))?$/s;
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

interface Entry {
  id: string;
  published: string;
  summary: string;
  upstream: string[];
  affected: RecordAffected[];
}

/** Debian's published advisories: `data/DSA/list` and `data/DLA/list` of the security tracker. */
export const debianAdvisoryListFormat: StreamFormat = {
  feed,
  recognises: (_, head) => head.split("\n", 20).some((line) => header.test(line)),
  read: (chunks) =>
    readEntries(chunks, {
      begin: readHeader,
      add: readDetail,
      finish: (entry) => [toReading(entry)],
      noun: "advisory",
    }),
};

function readHeader(line: string): Entry | undefined {
  const [, day, month = "", year, id, title = ""] = header.exec(line) ?? [];
  const number = months.indexOf(month) + 1;
  if (id === undefined || number === 0) return undefined;
  const published = `${year}-${String(number).padStart(2, "0")}-${day}T00:00:00Z`;
  return { id, published, summary: oneLine(title), upstream: [], affected: [] };
}

/** Lines of other kinds are notes. */
function readDetail(entry: Entry, line: string): void {
  if (line.startsWith("{")) {
    for (const [id] of line.matchAll(/\bCVE-\d{4}-\d{4,19}\b/g)) entry.upstream.push(id);
    return;
  }
  const found = readPackageLine(line);
  const release = debianRelease(found?.codename ?? "");
  const standing = found && standingOf(found);
  if (release === undefined || !standing) return;
  entry.affected.push(debianAffected(found.name, release, standing, found.urgency));
}

function toReading({ published, id, ...entry }: Entry): RecordReading {
  const dates = { published, modified: published };
  const record = newRecord({ feed, id, ...dates, ...entry, url: trackerPage(id) });
  return { kind: "advisory", record };
}
