import type { TarEntry } from "./tar-entry.ts";

/** The largest uid and gid, and the longest names, that a ustar header holds. */
const idLimit = 0o7777777;
const sizeLimit = 0o77777777777;
const nameLimit = 100;

/** True when ustar alone cannot express the entry. */
export function needsPaxRecords(entry: TarEntry): boolean {
  return recordsOf(entry).length > 0;
}

/** The content of the PAX header for the entry, keys in a fixed order. */
export function writePaxRecords(entry: TarEntry): Buffer {
  return Buffer.concat(recordsOf(entry).map(([key, value]) => writeRecord(key, value)));
}

function recordsOf(entry: TarEntry): [key: string, value: Buffer][] {
  const { path, linkTarget = "", uid = 0, gid = 0, xattrs = {} } = entry;
  const records: [string, string | Uint8Array][] = [];
  if (!fits(path)) records.push(["path", path]);
  if (!fits(linkTarget)) records.push(["linkpath", linkTarget]);
  if (uid > idLimit) records.push(["uid", String(uid)]);
  if (gid > idLimit) records.push(["gid", String(gid)]);
  const size = entry.content?.length ?? 0;
  if (size > sizeLimit) records.push(["size", String(size)]);
  for (const name of Object.keys(xattrs).sort()) {
    records.push([`SCHILY.xattr.${name}`, xattrs[name]!]);
  }
  return records.map(([key, value]) => [key, Buffer.from(value as string)]);
}

function fits(name: string): boolean {
  return (
    name.length <= nameLimit && Buffer.byteLength(name) <= nameLimit && !/[^\x20-\x7e]/.test(name)
  );
}

// The length counts its own digits.
function writeRecord(key: string, value: Buffer): Buffer {
  const rest = Buffer.byteLength(key) + value.length + 3;
  let length = rest + String(rest).length;
  if (rest + String(length).length !== length) length = rest + String(length).length;
  return Buffer.concat([Buffer.from(`${length} ${key}=`), value, Buffer.from("\n")]);
}
