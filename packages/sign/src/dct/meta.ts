import { type FileMeta, parseDocument, parseFileMeta, type TufDocument } from "./document.ts";
import { entriesOf, malformed } from "./json-fields.ts";
import { dctLimits } from "./limits.ts";

/** snapshot.json: which version of every other document is the current one, by its digests. */
export interface Snapshot extends TufDocument {
  /** By role: `root`, `targets` and delegations. */
  readonly meta: ReadonlyMap<string, FileMeta>;
}

/** timestamp.json: which snapshot is the current one. */
export interface Timestamp extends TufDocument {
  readonly snapshot: FileMeta;
}

/** @throws PlimsollError `MALFORMED`, `LIMIT_EXCEEDED` */
export function parseSnapshot(bytes: Buffer): Snapshot {
  const document = parseDocument(bytes, "Snapshot");
  const meta = parseMeta(document);
  for (const role of ["root", "targets"]) {
    if (!meta.has(role)) throw malformed(`it does not name ${role}`);
  }
  return { ...document, meta };
}

/** @throws PlimsollError `MALFORMED`, `LIMIT_EXCEEDED` */
export function parseTimestamp(bytes: Buffer): Timestamp {
  const document = parseDocument(bytes, "Timestamp");
  const snapshot = parseMeta(document).get("snapshot");
  if (snapshot === undefined) throw malformed("it does not name the snapshot");
  return { ...document, snapshot };
}

function parseMeta({ json }: TufDocument): Map<string, FileMeta> {
  // A repository may have lost signers, whose documents the server goes on listing.
  const entries = entriesOf(json.meta, "meta", 10 * dctLimits.roles);
  return new Map(entries.map(([name, value]) => [name, parseFileMeta(value, name.slice(0, 80))]));
}
