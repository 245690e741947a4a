import { open, opendir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { PlimsollError, toPlimsollError } from "@plimsoll/core";
import { streamFormats } from "../formats/formats.ts";
import { readArchive, readTarArchive } from "./archive.ts";
import { collectText, limitBytes, openBytes, plainName } from "./bytes.ts";
import { type DownloadFolders, downloadFeed } from "./download.ts";
import type { FetchedFeed } from "./fetched.ts";
import { type FeedItem, parseItems } from "./item.ts";
import { type FeedLimits, feedLimits } from "./limits.ts";
import { readLines } from "./lines.ts";
import { describeUrl, type Watch } from "./transfer.ts";
import { parseYamlItems } from "./yaml.ts";

export interface ReadFeedOptions extends DownloadFolders, Watch {
  limits?: FeedLimits;
  /** Of an archive, which entries hold records; default: those that end like a record. */
  entries?: RegExp | undefined;
  /** Is told of what was downloaded. */
  onFetched?: (feed: FetchedFeed) => void;
}

/** By so many leading bytes formats recognise their files. */
const headBytes = 4096;
/** `list`: the files of Debian's security tracker. */
const readable =
  /(?:\.(?:jsonl?|ndjson|ya?ml|xml|list|tar)(?:\.(?:gz|bz2|zst))?|\.zip|\.tgz|^list)$/;

/**
 * The records of a feed: a folder (with its subfolders), a `.json` file with one record or a list,
 * `.jsonl`, `.yaml` or `.xml`, a file in a format of its own, a `.tar`, any of them in gzip, bzip2 or
 * zstd, a `.zip`, or an HTTP(S) URL of such a file.
 *
 * @throws PlimsollError when the feed as a whole cannot be read; a broken record is an item
 */
export async function* readFeed(from: string, options: ReadFeedOptions): AsyncGenerator<FeedItem> {
  const isUrl = /^https?:\/\//.test(from);
  const limits = options.limits ?? feedLimits;
  const label = isUrl ? describeUrl(from) : from;
  try {
    let path = from;
    if (isUrl) {
      const fetched = await downloadFeed(from, options, limits, options);
      options.onFetched?.(fetched);
      path = fetched.path;
    }
    const isFolder = (await stat(path)).isDirectory();
    if (isFolder) yield* readFolder(path, limits, options);
    else yield* readFile(path, label, limits, options);
  } catch (error) {
    if (options.signal?.aborted) {
      throw new PlimsollError("ABORTED", "Reading the feed was cancelled", { subject: label });
    }
    const code = (error as NodeJS.ErrnoException).code;
    const isSystemError = code !== undefined && (error as NodeJS.ErrnoException).syscall;
    throw toPlimsollError(
      error,
      code === "ENOENT" ? "NOT_FOUND" : isSystemError ? "READ_FAILED" : "MALFORMED",
      "The feed could not be read",
      {
        subject: label,
        action: "Give a folder, a .json, .jsonl, .yaml, .zip or .tar file, or a URL of one.",
      },
    );
  }
}

async function* readFolder(
  root: string,
  limits: FeedLimits,
  options: ReadFeedOptions,
): AsyncGenerator<FeedItem> {
  let left = limits.files;
  const folders = [{ path: root, depth: 0 }];
  for (let folder = folders.pop(); folder; folder = folders.pop()) {
    const names: string[] = [];
    // Symbolic links are not followed: they could lead in a circle.
    for await (const entry of await opendir(folder.path)) {
      left -= 1;
      if (left < 0) throw tooDeep(root, `more than ${limits.files} files`);
      const path = join(folder.path, entry.name);
      if (entry.isDirectory()) {
        if (folder.depth >= limits.depth) throw tooDeep(root, `more than ${limits.depth} levels`);
        folders.push({ path, depth: folder.depth + 1 });
      } else if (entry.isFile() && readable.test(entry.name)) names.push(path);
    }
    for (const path of names.sort())
      yield* readFile(path, path, limits, { ...options, isInFolder: true });
  }
}

async function* readFile(
  path: string,
  label: string,
  limits: FeedLimits,
  /** Of the files in a folder, those that are no feed are passed over. */
  options: ReadFeedOptions & { isInFolder?: boolean },
): AsyncGenerator<FeedItem> {
  if (await isZip(path)) {
    yield* readArchive(path, label, limits, options);
    return;
  }
  const { signal } = options;
  const name = plainName(path);
  const bytes = (limit: number) => limitBytes(openBytes(path, signal), limit, label);
  if (name.endsWith(".tar")) {
    yield* readTarArchive(bytes(limits.inflatedBytes), label, limits, options);
  } else if (/\.(?:jsonl|ndjson)$/.test(name)) {
    yield* readLines(bytes(limits.inflatedBytes), label, limits);
  } else if (/\.ya?ml$/.test(name)) {
    yield* parseYamlItems(await collectText(bytes(limits.yamlBytes)), label);
  } else if (name.endsWith(".json")) {
    yield* parseItems(await collectText(bytes(limits.jsonBytes)), label);
  } else {
    const head = await readHead(path, signal);
    const format = streamFormats.find((one) => one.recognises(basename(name), head));
    if (format) yield { where: label, format, chunks: bytes(limits.inflatedBytes) };
    // A URL's path need not end in .json either.
    else if (isDocument(head)) yield* parseItems(await collectText(bytes(limits.jsonBytes)), label);
    else if (name.endsWith(".xml")) {
      // Beside their updates repositories have other lists.
      yield { where: label, broken: "it is XML of no format that is known" };
    } else if (options.isInFolder) return;
    else {
      throw new PlimsollError("UNSUPPORTED", "The file is of no kind that feeds come in", {
        subject: label,
        action: "Give a folder, a .json, .jsonl, .yaml, .zip or .tar file, or a URL of one.",
      });
    }
  }
}

/** True for what starts like JSON. */
function isDocument(head: string): boolean {
  return /^\s*[{[]/.test(head);
}

/** The first bytes, decompressed, as text. */
async function readHead(path: string, signal: AbortSignal | undefined): Promise<string> {
  let head = Buffer.alloc(0);
  for await (const chunk of openBytes(path, signal)) {
    head = Buffer.concat([head, chunk.subarray(0, headBytes - head.length)]);
    if (head.length >= headBytes) break;
  }
  return head.toString("utf8");
}

/** A URL's path need not end in .zip: the first bytes tell (APPNOTE.TXT 4.3.7 and 4.3.16). */
async function isZip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    const magic = buffer.readUInt32LE(0);
    return magic === 0x04034b50 || magic === 0x06054b50;
  } finally {
    await file.close();
  }
}

function tooDeep(subject: string, limit: string): PlimsollError {
  return new PlimsollError("LIMIT_EXCEEDED", `The folder holds ${limit}`, {
    subject,
    action: "Point at the folder of the feed itself.",
  });
}
