import { readHeaderBlobs } from "../rpm/header-blobs.ts";
import type { ListedFile, ListedPackage } from "./listed-package.ts";

/** Tags of a header that a verification needs (rpm.org/docs/latest/manual/tags.html). */
const tags = {
  name: 1000,
  fileStates: 1029,
  fileModes: 1030,
  fileDigests: 1035,
  fileFlags: 1037,
  folderIndexes: 1116,
  names: 1117,
  folders: 1118,
  digestAlgorithm: 5011,
} as const;

/** PGPHASHALGO of rpmpgp.h; MD5 is what a package without the tag has. */
const algorithms: ReadonlyMap<number, ListedPackage["algorithm"]> = new Map([
  [1, "md5"],
  [2, "sha1"],
  [8, "sha256"],
]);

/** RPMFILE_CONFIG and RPMFILE_GHOST of rpmfiles.h: edited on purpose, and not packed at all. */
const passedOver = 0b1 | 0b100_0000;
const typeBits = 0o170000;
const regularFile = 0o100000;
const mostFiles = 200_000;
const longestText = 4096;

/**
 * The files of rpm's packages with their digests: regular files that were installed (not left out,
 * as documentation is by `tsflags=nodocs`) and are no configuration.
 */
export function parseRpmChecksums(content: Buffer): ListedPackage[] {
  return readHeaderBlobs(content).flatMap((blob) => {
    const found = readHeader(blob);
    return found === undefined || found.files.length === 0 ? [] : [found];
  });
}

function readHeader(blob: Buffer): ListedPackage | undefined {
  if (blob.length < 8) return undefined;
  const entries = blob.readUInt32BE(0);
  const dataAt = 8 + entries * 16;
  if (entries > 0xffff || dataAt > blob.length) return undefined;
  const data = blob.subarray(dataAt);
  const values = new Map<number, { offset: number; count: number }>();
  for (let at = 8; at < dataAt; at += 16) {
    const [tag, offset, count] = [0, 8, 12].map((field) => blob.readUInt32BE(at + field));
    if (offset! < data.length) values.set(tag!, { offset: offset!, count: count! });
  }
  const texts = (tag: number) => readTexts(data, values.get(tag));
  const number = (tag: number, index: number, bytes: 1 | 2 | 4) => {
    const { offset = 0, count = 0 } = values.get(tag) ?? {};
    const at = offset + index * bytes;
    return index < count && at + bytes <= data.length ? data.readUIntBE(at, bytes) : undefined;
  };
  const [name] = texts(tags.name);
  const algorithm = algorithms.get(number(tags.digestAlgorithm, 0, 4) ?? 1);
  if (name === undefined || algorithm === undefined) return undefined;
  const folders = texts(tags.folders);
  const digests = texts(tags.fileDigests);
  const files = texts(tags.names).flatMap((base, index): ListedFile[] => {
    const digest = digests[index];
    const isFile = ((number(tags.fileModes, index, 2) ?? 0) & typeBits) === regularFile;
    const isPassedOver = ((number(tags.fileFlags, index, 4) ?? 0) & passedOver) !== 0;
    const isInstalled = (number(tags.fileStates, index, 1) ?? 0) === 0;
    if (!digest || !isFile || isPassedOver || !isInstalled) return [];
    const folder = folders[number(tags.folderIndexes, index, 4) ?? -1] ?? "";
    return [[`${folder}${base}`.slice(1), digest]];
  });
  return { name, algorithm, files };
}

/** Texts that each end with a zero byte. */
function readTexts(data: Buffer, values: { offset: number; count: number } | undefined): string[] {
  const texts: string[] = [];
  let at = values?.offset ?? 0;
  while (texts.length < Math.min(values?.count ?? 0, mostFiles)) {
    const end = data.indexOf(0, at);
    if (end === -1) break;
    texts.push(data.toString("utf8", at, Math.min(end, at + longestText)));
    at = end + 1;
  }
  return texts;
}
