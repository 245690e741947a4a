const headerBytes = 32;
const slotPageBytes = 4096;
const slotBytes = 16;
const blockBytes = 16;
const blobHeaderBytes = 16;
const blobTailBytes = 12;

const databaseMagic = 0x506d7052; // "RpmP"
const slotMagic = 0x746f6c53; // "Slot"
const blobMagic = 0x53626c42; // "BlbS"

/** True when `content` begins like rpm's own database of packages. */
export function isNdb(content: Buffer): boolean {
  return content.length >= headerBytes && content.readUInt32LE(0) === databaseMagic;
}

/**
 * The blobs of rpm's own database format, all numbers little-endian: pages of slots, each with the
 * index of a package and the place of its blob in blocks of 16 bytes. Layout:
 * `lib/backend/ndb/rpmpkg.c` of rpm. Slots that cannot be followed are told to `onFault`.
 */
export function* readNdb(
  content: Buffer,
  onFault: (packageIndex: number, why: string) => void,
): Generator<Buffer> {
  const slotsEnd = content.readUInt32LE(12) * slotPageBytes;
  if (slotsEnd > content.length) onFault(0, "and others lie past the file's end");
  // An honest file has no two blobs on the same bytes.
  let bytesLeft = content.length;
  const last = Math.min(slotsEnd, content.length) - slotBytes;
  for (let at = headerBytes; at <= last; at += slotBytes) {
    if (content.readUInt32LE(at) !== slotMagic) {
      onFault(0, "is in a slot that is damaged");
      continue;
    }
    const index = content.readUInt32LE(at + 4);
    const start = content.readUInt32LE(at + 8) * blockBytes;
    const reservedBytes = content.readUInt32LE(at + 12) * blockBytes;
    if (index === 0 || start === 0) continue; // a free slot
    const blob = readBlob(content, index, start, reservedBytes);
    if (blob === undefined || blob.length > bytesLeft) {
      onFault(index, "has no readable blob");
      continue;
    }
    bytesLeft -= blob.length;
    yield blob;
  }
}

function readBlob(
  content: Buffer,
  index: number,
  start: number,
  reservedBytes: number,
): Buffer | undefined {
  if (start + blobHeaderBytes > content.length) return undefined;
  if (content.readUInt32LE(start) !== blobMagic) return undefined;
  if (content.readUInt32LE(start + 4) !== index) return undefined;
  const sizeBytes = content.readUInt32LE(start + 12);
  const end = start + blobHeaderBytes + sizeBytes;
  if (blobHeaderBytes + sizeBytes + blobTailBytes > reservedBytes || end > content.length) {
    return undefined;
  }
  return content.subarray(start + blobHeaderBytes, end);
}
