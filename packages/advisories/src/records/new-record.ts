import type { AdvisoryRecord, RecordAffected, RecordEvent } from "./record.ts";

/** A record of which only some is known. */
export function newRecord(
  fields: Pick<AdvisoryRecord, "feed" | "id" | "affected"> & Partial<AdvisoryRecord>,
): AdvisoryRecord {
  return {
    modified: "",
    published: "",
    aliases: [],
    upstream: [],
    related: [],
    summary: "",
    severityWord: "",
    severities: [],
    ...fields,
  };
}

/** What a record says about a package, of which only some is known. */
export function newAffected(
  fields: Pick<RecordAffected, "ecosystem" | "name" | "ranges"> & Partial<RecordAffected>,
): RecordAffected {
  return { versions: [], severities: [], urgency: "", notice: "", ...fields };
}

const start: RecordEvent = { type: "introduced", version: "0" };

/** Every version before the one that fixes it; "0" says that none is affected. */
export function fixedIn(version: string): readonly RecordEvent[] {
  return [start, { type: "fixed", version }];
}

/** Every version before one that this release cannot get; without one, every version. */
export function unfixedBefore(version: string | undefined): readonly RecordEvent[] {
  return version === undefined ? [start] : [start, { type: "limit", version }];
}
