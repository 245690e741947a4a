/** What a made-up header says; `paddingBytes` makes it long enough for overflow pages. */
export interface HeaderFields {
  name?: string;
  version?: string;
  release?: string;
  epoch?: number;
  architecture?: string;
  sourceRpm?: string;
  licence?: string;
  module?: string;
  paddingBytes?: number;
}

const stringType = 6;
const int32Type = 4;
const binaryType = 7;

/** A header as rpm keeps it in its database. */
export function rpmHeader(fields: HeaderFields): Buffer {
  const { epoch, paddingBytes } = fields;
  const texts: [number, string | undefined][] = [
    [1000, fields.name],
    [1001, fields.version],
    [1002, fields.release],
    [1014, fields.licence],
    [1022, fields.architecture],
    [1044, fields.sourceRpm],
    [5096, fields.module],
  ];
  const parts: [tag: number, type: number, data: Buffer][] = texts.flatMap(([tag, text]) =>
    text === undefined ? [] : [[tag, stringType, Buffer.from(`${text}\0`)]],
  );
  if (epoch !== undefined) parts.unshift([1003, int32Type, uint32(epoch)]);
  if (paddingBytes !== undefined) parts.push([1146, binaryType, Buffer.alloc(paddingBytes, 0x5a)]);
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [tag, type, data] of parts) {
    entries.push(uint32(tag, type, offset, type === binaryType ? data.length : 1));
    offset += data.length;
  }
  return Buffer.concat([
    uint32(parts.length, offset),
    ...entries,
    ...parts.map(([, , data]) => data),
  ]);
}

function uint32(...numbers: number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 4);
  for (const [i, number] of numbers.entries()) bytes.writeUInt32BE(number, i * 4);
  return bytes;
}

/** A Berkeley DB hash database: short blobs on one page, long ones on overflow pages behind it. */
export function berkeleyHash(
  blobs: readonly Buffer[],
  { pageBytes = 4096, bigEndian = false }: { pageBytes?: number; bigEndian?: boolean } = {},
): Buffer {
  const u16 = (page: Buffer, at: number, value: number) =>
    bigEndian ? page.writeUInt16BE(value, at) : page.writeUInt16LE(value, at);
  const u32 = (page: Buffer, at: number, value: number) =>
    bigEndian ? page.writeUInt32BE(value, at) : page.writeUInt32LE(value, at);
  const pages: Buffer[] = [];
  const addPage = (type: number): Buffer => {
    const page = Buffer.alloc(pageBytes);
    u32(page, 8, pages.length);
    page[25] = type;
    pages.push(page);
    return page;
  };
  const metadata = addPage(8);
  u32(metadata, 12, 0x00061561);
  u32(metadata, 16, 9);
  u32(metadata, 20, pageBytes);
  const table = addPage(13);
  const counter = Buffer.alloc(4, 1);
  const items: Buffer[] = [
    Buffer.from([1, 0, 0, 0, 0]),
    Buffer.concat([Buffer.from([1]), counter]),
  ];
  for (const [index, blob] of blobs.entries()) {
    items.push(Buffer.from([1, index + 1, 0, 0, 0]));
    if (blob.length < 200) {
      items.push(Buffer.concat([Buffer.from([1]), blob]));
      continue;
    }
    const reference = Buffer.alloc(12);
    reference[0] = 3;
    u32(reference, 4, pages.length);
    u32(reference, 8, blob.length);
    items.push(reference);
    const room = pageBytes - 26;
    for (let at = 0; at < blob.length; at += room) {
      const part = blob.subarray(at, at + room);
      const page = addPage(7);
      if (at + room < blob.length) u32(page, 16, pages.length);
      u16(page, 22, part.length);
      part.copy(page, 26);
    }
  }
  let end = pageBytes;
  for (const [index, item] of items.entries()) {
    end -= item.length;
    item.copy(table, end);
    u16(table, 26 + index * 2, end);
  }
  u16(table, 20, items.length);
  u32(metadata, 32, pages.length - 1);
  return Buffer.concat(pages);
}

/** rpm's own database with a free slot between the packages. */
export function ndb(blobs: readonly Buffer[]): Buffer {
  const slots = Buffer.alloc(4096);
  slots.write("RpmP", 0, "latin1");
  slots.writeUInt32LE(1, 12);
  for (let at = 32; at < slots.length; at += 16) slots.write("Slot", at, "latin1");
  const parts = [slots];
  let block = slots.length / 16;
  for (const [i, blob] of blobs.entries()) {
    const blocks = Math.ceil((16 + blob.length + 12) / 16);
    const bytes = Buffer.alloc(blocks * 16);
    bytes.write("BlbS", 0, "latin1");
    bytes.writeUInt32LE(i + 1, 4);
    bytes.writeUInt32LE(blob.length, 12);
    blob.copy(bytes, 16);
    bytes.write("BlbE", bytes.length - 4, "latin1");
    parts.push(bytes);
    const slot = 32 + i * 32;
    slots.writeUInt32LE(i + 1, slot + 4);
    slots.writeUInt32LE(block, slot + 8);
    slots.writeUInt32LE(blocks, slot + 12);
    block += blocks;
  }
  return Buffer.concat(parts);
}
