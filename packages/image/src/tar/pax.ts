import { PlimsollError } from "@plimsoll/core";
import { readDecimal } from "./number.ts";
import type { SparseRegion } from "./sparse.ts";
import { readText } from "./text.ts";

/** What an extended header (POSIX.1-2001 pax, typeflag `x`) says about the next entry. */
export interface PaxRecords {
  path?: string;
  linkPath?: string;
  size?: number;
  uid?: number;
  gid?: number;
  /** `SCHILY.xattr.*`, by name without that prefix. */
  xattrs?: Map<string, Uint8Array>;
  sparse?: PaxSparse;
}

/** `GNU.sparse.*` */
export interface PaxSparse {
  /** 0 when the map stands in the header, 1 when it stands in front of the content. */
  major: number;
  name?: string;
  realSize?: number;
  map: SparseRegion[];
}

const xattrPrefix = "SCHILY.xattr.";

/**
 * Reads the records `"<length> <key>=<value>\n"` of an extended header. An empty value takes the
 * key back, as POSIX has it. Unknown keys are passed over.
 *
 * @throws PlimsollError `MALFORMED`
 */
export function readPaxRecords(bytes: Buffer): PaxRecords {
  const records: PaxRecords = {};
  let at = 0;
  while (at < bytes.length) {
    const space = bytes.indexOf(0x20, at);
    if (space === -1 || space - at > 10) throw malformedRecord();
    const length = readDecimal(bytes.toString("latin1", at, space), "length of a PAX record");
    const end = at + length;
    if (length === 0 || end > bytes.length || bytes[end - 1] !== 0x0a) throw malformedRecord();
    const equals = bytes.indexOf(0x3d, space + 1);
    if (equals === -1 || equals >= end) throw malformedRecord();
    apply(
      records,
      readText(bytes.subarray(space + 1, equals)),
      bytes.subarray(equals + 1, end - 1),
    );
    at = end;
  }
  return records;
}

function apply(records: PaxRecords, key: string, value: Buffer): void {
  if (key === "path") setText(records, "path", value);
  else if (key === "linkpath") setText(records, "linkPath", value);
  else if (key === "size" || key === "uid" || key === "gid") setNumber(records, key, value);
  else if (key.startsWith(xattrPrefix)) {
    records.xattrs ??= new Map();
    // Copied: the bytes lie in a buffer that is used again.
    records.xattrs.set(key.slice(xattrPrefix.length), Uint8Array.from(value));
  } else if (key.startsWith("GNU.sparse.")) applySparse(records, key.slice(11), readText(value));
}

function setText(records: PaxRecords, key: "path" | "linkPath", value: Buffer): void {
  if (value.length === 0) delete records[key];
  else records[key] = readText(value);
}

function setNumber(records: PaxRecords, key: "size" | "uid" | "gid", value: Buffer): void {
  if (value.length === 0) delete records[key];
  else records[key] = readDecimal(value.toString("latin1"), key);
}

// GNU tar manual, "Storing sparse files": 0.0 repeats offset and numbytes, 0.1 has one map, 1.0
// has the map in front of the content.
function applySparse(records: PaxRecords, key: string, value: string): void {
  records.sparse ??= { major: 0, map: [] };
  const { sparse } = records;
  const last = sparse.map.at(-1);
  if (key === "major") sparse.major = readDecimal(value, "sparse version");
  else if (key === "name") sparse.name = value;
  else if (key === "size" || key === "realsize") {
    sparse.realSize = readDecimal(value, "size of a sparse file");
  } else if (key === "offset") {
    sparse.map.push({ offset: readDecimal(value, "sparse offset"), length: 0 });
  } else if (key === "numbytes" && last) last.length = readDecimal(value, "sparse length");
  else if (key === "map") sparse.map = readSparseList(value.split(","));
}

/** Pairs of offset and length in decimal. */
export function readSparseList(numbers: readonly string[]): SparseRegion[] {
  if (numbers.length === 1 && numbers[0] === "") return [];
  if (numbers.length % 2 !== 0) throw malformedRecord();
  const map: SparseRegion[] = [];
  for (let i = 0; i < numbers.length; i += 2) {
    map.push({
      offset: readDecimal(numbers[i]!, "sparse offset"),
      length: readDecimal(numbers[i + 1]!, "sparse length"),
    });
  }
  return map;
}

function malformedRecord(): PlimsollError {
  return new PlimsollError("MALFORMED", "A PAX header does not follow its format");
}
