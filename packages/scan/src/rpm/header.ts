import { type FileNameLists, readFileNames } from "./file-names.ts";

/** What the inventory needs of a package's header; text that says `(none)` is absent. */
export interface RpmHeader {
  name?: string;
  epoch?: number;
  version?: string;
  release?: string;
  architecture?: string;
  /** File name of the source package: `bash-5.1.8-6.el9.src.rpm`. */
  sourceRpm?: string;
  licence?: string;
  /** Who built it: `Red Hat, Inc.` */
  vendor?: string;
  /** Files that it brought, of those that other packages may be read from. */
  files?: string[];
  /** `name:stream:version:context` of the module that the package comes from. */
  modularityLabel?: string;
}

type TextField = Exclude<keyof RpmHeader, "epoch" | "files">;

// Tag numbers: rpm.org/docs/latest/manual/tags.html
const textTags: ReadonlyMap<number, TextField> = new Map([
  [1000, "name"],
  [1001, "version"],
  [1002, "release"],
  [1011, "vendor"],
  [1014, "licence"],
  [1022, "architecture"],
  [1044, "sourceRpm"],
  [5096, "modularityLabel"],
]);
const epochTag = 1003;

// Since rpm 4 a file's name is split: its folder is told by an index into the list of folders.
const fileTags: ReadonlyMap<number, { field: keyof FileNameLists; type: number }> = new Map([
  [1116, { field: "folderIndexes", type: 4 }],
  [1117, { field: "names", type: 8 }],
  [1118, { field: "folders", type: 8 }],
] as const);

const int32Type = 4;
const textTypes = new Set([6, 8, 9]); // STRING, STRING_ARRAY, I18NSTRING

const preambleBytes = 8;
const entryBytes = 16;
/** rpm itself refuses headers with more entries. */
const mostEntries = 0xffff;
const longestText = 4096;

/**
 * Reads a header as rpm keeps it in its database (rpm.org/docs/latest/manual/hregions.html): the
 * number of index entries, the size of the data, the entries `tag, type, offset, count`, the data.
 * Undefined when the bytes are no header; a tag that points outside of the data is absent.
 */
export function readRpmHeader(blob: Buffer): RpmHeader | undefined {
  if (blob.length < preambleBytes) return undefined;
  const entries = blob.readUInt32BE(0);
  const dataBytes = blob.readUInt32BE(4);
  if (entries === 0 || entries > mostEntries) return undefined;
  const dataAt = preambleBytes + entries * entryBytes;
  if (dataAt + dataBytes > blob.length) return undefined;
  const data = blob.subarray(dataAt, dataAt + dataBytes);

  const header: RpmHeader = {};
  // A hostile index may name the same tag thousands of times: only the last one is decoded.
  const offsets = new Map<TextField, number>();
  const lists: FileNameLists = {};
  for (let i = 0; i < entries; i += 1) {
    const at = preambleBytes + i * entryBytes;
    const tag = blob.readUInt32BE(at);
    const type = blob.readUInt32BE(at + 4);
    const offset = blob.readUInt32BE(at + 8);
    const count = blob.readUInt32BE(at + 12);
    if (count === 0) continue;
    if (tag === epochTag && type === int32Type && offset + 4 <= data.length) {
      header.epoch = data.readUInt32BE(offset);
    }
    const list = fileTags.get(tag);
    if (list !== undefined && type === list.type) lists[list.field] = { offset, count };
    const field = textTags.get(tag);
    if (field !== undefined && textTypes.has(type)) offsets.set(field, offset);
  }
  for (const [field, offset] of offsets) {
    const text = textAt(data, offset);
    if (text !== undefined) header[field] = text;
  }
  const files = readFileNames(data, lists);
  if (files.length > 0) header.files = files;
  return header;
}

/** The text that ends with a zero byte; undefined when it is too long, empty or `(none)`. */
function textAt(data: Buffer, offset: number): string | undefined {
  const window = data.subarray(offset, offset + longestText + 1);
  const end = window.indexOf(0);
  if (end <= 0) return undefined;
  const text = window.toString("utf8", 0, end).trim();
  return text === "" || text === "(none)" ? undefined : text;
}
