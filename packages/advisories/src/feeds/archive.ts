import { PlimsollError } from "@plimsoll/core";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { collectText, limitBytes } from "./bytes.ts";
import { type FeedItem, parseItems } from "./item.ts";
import type { FeedLimits } from "./limits.ts";
import { readLines } from "./lines.ts";
import { parseYamlItems } from "./yaml.ts";

/**
 * The records of every `.json`, `.jsonl` and YAML entry of a zip file, such as OSV's `all.zip`, or
 * those that `entries` names. An entry that cannot be read is reported and skipped.
 *
 * @throws PlimsollError `LIMIT_EXCEEDED` for too many entries or too many bytes in all
 */
export async function* readArchive(
  path: string,
  where: string,
  limits: FeedLimits,
  { entries, signal }: { entries?: RegExp | undefined; signal?: AbortSignal | undefined },
): AsyncGenerator<FeedItem> {
  const archive = await openPromise(path, { autoClose: false });
  try {
    if (archive.entryCount > limits.files) throw tooMuch(where, `${limits.files} entries`);
    let inflated = 0;
    for await (const entry of archive.eachEntry()) {
      signal?.throwIfAborted();
      inflated += entry.uncompressedSize;
      if (inflated > limits.inflatedBytes) throw tooMuch(where, `${limits.inflatedBytes} bytes`);
      const isRecord = (entries ?? /\.(?:jsonl?|ya?ml)$/).test(entry.fileName);
      if (isRecord) yield* readEntry(archive, entry, where, limits);
    }
  } finally {
    archive.close();
  }
}

async function* readEntry(
  archive: ZipFile,
  entry: Entry,
  where: string,
  limits: FeedLimits,
): AsyncGenerator<FeedItem> {
  const at = `${where}!${entry.fileName}`;
  const isYaml = /\.ya?ml$/.test(entry.fileName);
  const isLines = entry.fileName.endsWith(".jsonl");
  const limit = isLines
    ? limits.inflatedBytes
    : isYaml
      ? Math.min(limits.yamlBytes, limits.recordBytes)
      : limits.recordBytes;
  if (entry.uncompressedSize > limit) {
    yield { where: at, broken: `the entry is larger than ${limit} bytes` };
    return;
  }
  let text: string;
  try {
    // The declared size is verified while the entry is read, so that it cannot be understated.
    const stream = await archive.openReadStreamPromise(entry);
    const bytes = limitBytes(stream, limit, at);
    if (isLines) {
      yield* readLines(bytes, at, limits);
      return;
    }
    text = await collectText(bytes);
  } catch (error) {
    yield { where: at, broken: error instanceof Error ? error.message : String(error) };
    return;
  }
  yield* isYaml ? parseYamlItems(text, at) : parseItems(text, at);
}

function tooMuch(subject: string, limit: string): PlimsollError {
  return new PlimsollError("LIMIT_EXCEEDED", `The archive holds more than ${limit}`, {
    subject,
    action: "Check that this is an advisory feed; split it when it is.",
  });
}
