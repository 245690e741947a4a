import { pageSizeOf } from "./header.ts";

/** The pages that committed transactions left in a write-ahead log. */
export interface WriteAheadLog {
  pageSizeBytes: number;
  /** Newest content of each page by its number. The bytes are views of the file. */
  pages: ReadonlyMap<number, Buffer>;
}

const headerBytes = 32;
const frameHeaderBytes = 24;
const formatVersion = 3_007_000;

/**
 * Reads a write-ahead log (sqlite.org/fileformat2.html, section 4). Frames count up to the last
 * commit whose chain of salts and checksums holds: what follows is left over or was never committed.
 * Undefined when the file is no such log.
 */
export function readWriteAheadLog(content: Buffer): WriteAheadLog | undefined {
  if (content.length < headerBytes) return undefined;
  const magic = content.readUInt32BE(0);
  if (magic !== 0x377f0682 && magic !== 0x377f0683) return undefined;
  const pageSizeBytes = pageSizeOf(content.readUInt32BE(8));
  if (pageSizeBytes === undefined || content.readUInt32BE(4) !== formatVersion) return undefined;
  const bigEndian = magic === 0x377f0683;
  let sum = checksum(content, 0, 24, [0, 0], bigEndian);
  const pages = new Map<number, Buffer>();
  if (!isStored(content, 24, sum)) return { pageSizeBytes, pages };

  const pending = new Map<number, Buffer>();
  const salts = content.subarray(16, 24);
  const frameBytes = frameHeaderBytes + pageSizeBytes;
  for (let at = headerBytes; at + frameBytes <= content.length; at += frameBytes) {
    if (!content.subarray(at + 8, at + 16).equals(salts)) break;
    sum = checksum(content, at, at + 8, sum, bigEndian);
    sum = checksum(content, at + frameHeaderBytes, at + frameBytes, sum, bigEndian);
    if (!isStored(content, at + 16, sum)) break;
    pending.set(content.readUInt32BE(at), content.subarray(at + frameHeaderBytes, at + frameBytes));
    const isCommit = content.readUInt32BE(at + 4) !== 0;
    if (!isCommit) continue;
    for (const [number, page] of pending) pages.set(number, page);
    pending.clear();
  }
  return { pageSizeBytes, pages };
}

type Sum = readonly [number, number];

/** The log's running checksum; `end - start` is a multiple of eight. */
function checksum(
  bytes: Buffer,
  start: number,
  end: number,
  [first, second]: Sum,
  bigEndian: boolean,
): Sum {
  let a = first;
  let b = second;
  for (let at = start; at < end; at += 8) {
    a = (a + (bigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + b) >>> 0;
    b = (b + (bigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + a) >>> 0;
  }
  return [a, b];
}

function isStored(bytes: Buffer, at: number, [a, b]: Sum): boolean {
  return bytes.readUInt32BE(at) === a && bytes.readUInt32BE(at + 4) === b;
}
