import type { FileEntry } from "../../src/index.ts";
import { defaultWalkLimits } from "../../src/index.ts";
import { TarParser } from "../../src/tar/tar-parser.ts";
import { TarStream } from "../../src/tar/tar-stream.ts";
import { describeEntry } from "./inspectors.ts";

export interface ReadTar {
  /** `path: type mode uid gid size …` and the content. */
  entries: { path: string; entry: string; content: string | undefined }[];
  problems: string[];
}

/** Reads an archive in the given chunks and answers with all of it. */
export function readTar(
  chunks: readonly Uint8Array[],
  wanted: (entry: FileEntry) => number | undefined = () => 1_000_000,
  limits: Partial<typeof defaultWalkLimits> = {},
): ReadTar {
  const read: ReadTar = { entries: [], problems: [] };
  const parser = new TarParser(
    {
      entry(entry) {
        read.entries.push({ path: entry.path, entry: describeEntry(entry), content: undefined });
        return wanted(entry);
      },
      content(_entry, content) {
        read.entries.at(-1)!.content = content.toString("latin1");
        return undefined;
      },
      piece: () => undefined,
      problem: (code, path, why) => void read.problems.push(`${code} ${path}: ${why}`),
      expand: () => {},
    },
    { ...defaultWalkLimits, ...limits },
  );
  const stream = new TarStream(parser);
  for (const chunk of chunks) stream.write(Buffer.from(chunk));
  stream.end();
  return read;
}

/** A raw header with a right checksum, for what `writeTar` would never write. */
export function rawHeader(fields: {
  path?: string;
  typeflag?: string;
  size?: string | Buffer;
  magic?: string;
  prefix?: string;
  linkPath?: string;
  edit?: (header: Buffer) => void;
}): Buffer {
  const header = Buffer.alloc(512);
  header.write(fields.path ?? "file", 0);
  header.write("0000644\0", 100);
  header.write("0000000\0", 108);
  header.write("0000000\0", 116);
  const size = fields.size ?? "00000000000\0";
  if (typeof size === "string") header.write(size, 124);
  else size.copy(header, 124);
  header.write("00000000000\0", 136);
  header.write(fields.typeflag ?? "0", 156, "latin1");
  header.write(fields.linkPath ?? "", 157);
  header.write(fields.magic ?? "ustar\x0000", 257, "latin1");
  header.write(fields.prefix ?? "", 345);
  fields.edit?.(header);
  header.fill(" ", 148, 156);
  let sum = 0;
  for (const byte of header) sum += byte;
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return header;
}

/** Content padded to whole blocks. */
export function block(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}

export const octal = (size: number) => `${size.toString(8).padStart(11, "0")}\0`;
export const zeros = Buffer.alloc(1024);

/** A PAX header with these records. */
export function pax(records: Readonly<Record<string, string>>, typeflag = "x"): Buffer {
  const content = Object.entries(records)
    .map(([key, value]) => {
      const rest = key.length + Buffer.byteLength(value) + 3;
      let length = rest + String(rest).length;
      if (String(length).length > String(rest).length) length += 1;
      return `${length} ${key}=${value}\n`;
    })
    .join("");
  const size = octal(Buffer.byteLength(content));
  return Buffer.concat([rawHeader({ typeflag, size }), block(content)]);
}
