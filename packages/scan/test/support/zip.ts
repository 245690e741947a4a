import { deflateRawSync } from "node:zlib";

/** One file of a ZIP archive for tests. */
export interface ZipFile {
  name: string;
  content?: string | Buffer;
  /** Default: stored. */
  deflate?: boolean;
  /** Sizes and checksum stand behind the data only, as streaming writers do it. */
  hasDescriptor?: boolean;
  /** Sizes and offset stand in the ZIP64 extra field. */
  isZip64?: boolean;
  isEncrypted?: boolean;
  /** Compression method to declare in place of the true one. */
  method?: number;
  /** Inflated size to declare in place of the true one. */
  declaredBytes?: number;
}

export interface ZipOptions {
  /** Bytes before the archive, which its offsets do not count. */
  prefix?: Buffer;
  comment?: string;
  /** Add the ZIP64 end records. */
  isZip64?: boolean;
}

/** A ZIP archive by the book (APPNOTE 6.3.10), made without the code under test; checksums are 0. */
export function buildZip(files: readonly ZipFile[], options: ZipOptions = {}): Buffer {
  const locals: Buffer[] = [];
  const records: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const content = Buffer.from(file.content ?? "");
    const data = file.deflate ? deflateRawSync(content) : content;
    const name = Buffer.from(file.name);
    const flags = (file.hasDescriptor ? 8 : 0) | (file.isEncrypted ? 1 : 0);
    const method = file.method ?? (file.deflate ? 8 : 0);
    const size = file.declaredBytes ?? content.length;

    const local = Buffer.alloc(30);
    local.write("PK\x03\x04", "latin1");
    local.writeUInt16LE(flags, 6);
    local.writeUInt16LE(method, 8);
    local.writeUInt32LE(file.hasDescriptor ? 0 : data.length, 18);
    local.writeUInt32LE(file.hasDescriptor ? 0 : size, 22);
    local.writeUInt16LE(name.length, 26);
    local.writeUInt16LE(4, 28);
    // An extra field that the directory does not have.
    const localExtra = Buffer.from([0xfe, 0xca, 0, 0]);
    const descriptor = Buffer.alloc(file.hasDescriptor ? 16 : 0);
    if (file.hasDescriptor) {
      descriptor.write("PK\x07\x08", "latin1");
      descriptor.writeUInt32LE(data.length, 8);
      descriptor.writeUInt32LE(size, 12);
    }

    const record = Buffer.alloc(46);
    record.write("PK\x01\x02", "latin1");
    record.writeUInt16LE(flags, 8);
    record.writeUInt16LE(method, 10);
    record.writeUInt32LE(file.isZip64 ? 0xffffffff : data.length, 20);
    record.writeUInt32LE(file.isZip64 ? 0xffffffff : size, 24);
    record.writeUInt16LE(name.length, 28);
    record.writeUInt32LE(file.isZip64 ? 0xffffffff : offset, 42);
    const extra = Buffer.alloc(file.isZip64 ? 28 : 0);
    if (file.isZip64) {
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(24, 2);
      extra.writeBigUInt64LE(BigInt(size), 4);
      extra.writeBigUInt64LE(BigInt(data.length), 12);
      extra.writeBigUInt64LE(BigInt(offset), 20);
    }
    record.writeUInt16LE(extra.length, 30);
    records.push(record, name, extra);

    const written = [local, name, localExtra, data, descriptor];
    locals.push(...written);
    offset += written.reduce((sum, { length }) => sum + length, 0);
  }
  const directory = Buffer.concat(records);
  return Buffer.concat([
    options.prefix ?? Buffer.alloc(0),
    ...locals,
    directory,
    ...(options.isZip64 ? zip64End(files.length, directory.length, offset) : []),
    endRecord(files.length, directory.length, offset, options),
  ]);
}

function zip64End(count: number, size: number, offset: number): Buffer[] {
  const end = Buffer.alloc(56);
  end.write("PK\x06\x06", "latin1");
  end.writeBigUInt64LE(44n, 4);
  end.writeBigUInt64LE(BigInt(count), 24);
  end.writeBigUInt64LE(BigInt(count), 32);
  end.writeBigUInt64LE(BigInt(size), 40);
  end.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.write("PK\x06\x07", "latin1");
  locator.writeBigUInt64LE(BigInt(offset + size), 8);
  locator.writeUInt32LE(1, 16);
  return [end, locator];
}

function endRecord(count: number, size: number, offset: number, options: ZipOptions): Buffer {
  const comment = Buffer.from(options.comment ?? "");
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(options.isZip64 ? 0xffff : count, 8);
  end.writeUInt16LE(options.isZip64 ? 0xffff : count, 10);
  end.writeUInt32LE(options.isZip64 ? 0xffffffff : size, 12);
  end.writeUInt32LE(options.isZip64 ? 0xffffffff : offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([end, comment]);
}

/** `META-INF/maven/<group>/<artifact>/pom.properties` as Maven writes it. */
export function pomProperties(group: string, artifact: string, version: string): ZipFile {
  return {
    name: `META-INF/maven/${group}/${artifact}/pom.properties`,
    content: `#Created by Apache Maven 3.9.6\nversion=${version}\ngroupId=${group}\nartifactId=${artifact}\n`,
    deflate: true,
  };
}

/** `META-INF/MANIFEST.MF` with these attributes. */
export function manifestFile(attributes: Readonly<Record<string, string>>): ZipFile {
  const lines = Object.entries(attributes).map(([name, value]) => `${name}: ${value}\r\n`);
  return {
    name: "META-INF/MANIFEST.MF",
    content: `Manifest-Version: 1.0\r\n${lines.join("")}\r\n`,
    deflate: true,
  };
}
