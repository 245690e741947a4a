import { PlimsollError } from "@plimsoll/core";
import type { FileRange } from "@plimsoll/image";
import { addFault } from "../formats/fault.ts";
import { ArchiveReader, type JavaArchive, type UsefulEntries } from "./java-archive.ts";
import { ArchiveBudget, type ArchiveLimits, defaultArchiveLimits } from "./limits.ts";
import { findDirectory, type ZipEntry } from "./zip-directory.ts";

/** The last bytes, in which the directory lies: it takes some 100 bytes for each of 100,000 entries. */
const directoryBytes = 16 * 1024 * 1024;
const localBytes = 30; // APPNOTE 4.3.7

/**
 * What `readJavaArchive` tells, of an archive too large to be in memory as a whole: first its
 * directory, then the useful entries one by one, in the order of the file. Of a compressed layer
 * that takes a second look, since a directory lies behind what it lists.
 *
 * @throws PlimsollError `MALFORMED` when it is not a ZIP archive at all
 */
export function* readLargeArchive(
  fileBytes: number,
  fileName: string,
  limits: Readonly<ArchiveLimits> = defaultArchiveLimits,
): Generator<FileRange, JavaArchive, Buffer> {
  const budget = new ArchiveBudget(limits);
  const reader = new ArchiveReader(budget);
  const place = { fileName, inner: undefined, depth: 0 };
  const base = Math.max(0, fileBytes - directoryBytes);
  const tail = yield { offset: base, least: fileBytes - base };
  budget.takeArchive();
  const found = reader.findEntries(tail, findDirectory(tail, base), place);

  const texts: Buffer[] = [];
  let textBytes = 0;
  const moved: UsefulEntries = { pomProperties: [], pomXml: [], archives: [] };
  for (const { entry, kind } of inOrder(found)) {
    const { name, headerOffset, packedBytes } = entry;
    const most = kind === "archives" ? limits.archiveBytes : limits.textBytes;
    if (packedBytes > most) {
      const why = `${JSON.stringify(name.slice(-200))}: it has ${packedBytes} bytes; at most ${most} are read`;
      addFault(reader.faults, { code: "LIMIT_EXCEEDED", why });
      continue;
    }
    const header = Buffer.from(yield { offset: headerOffset, least: localBytes });
    if (header.length < localBytes) continue;
    const rest = header.readUInt16LE(26) + header.readUInt16LE(28) + packedBytes;
    const data = yield { offset: headerOffset + localBytes, least: rest };
    const bytes = Buffer.concat([header, data]);
    if (kind === "archives") {
      reader.readNested(bytes, { ...entry, headerOffset: 0 }, place);
      continue;
    }
    const copied = { ...entry, headerOffset: textBytes };
    if (kind === "manifest") moved.manifest = copied;
    else moved[kind].push(copied);
    texts.push(bytes);
    textBytes += bytes.length;
    if (textBytes > limits.totalTextBytes) throw tooManyTexts(limits.totalTextBytes);
  }
  // Last, since who the archive is depends on all of its texts.
  reader.identify(Buffer.concat(texts), moved, place);
  const { packages, nameless, faults } = reader;
  return { packages, nameless, faults };
}

type Kind = keyof UsefulEntries;

function inOrder(found: UsefulEntries): { entry: ZipEntry; kind: Kind }[] {
  const of = (kind: Kind, entries: readonly ZipEntry[]) =>
    entries.map((entry) => ({ entry, kind }));
  return [
    ...of("manifest", found.manifest ? [found.manifest] : []),
    ...of("pomProperties", found.pomProperties),
    ...of("pomXml", found.pomXml),
    ...of("archives", found.archives),
  ].sort((a, b) => a.entry.headerOffset - b.entry.headerOffset);
}

function tooManyTexts(most: number): PlimsollError {
  return new PlimsollError(
    "LIMIT_EXCEEDED",
    `its texts take more than ${most} bytes; what follows was not read`,
  );
}
