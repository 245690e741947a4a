import { PlimsollError } from "@plimsoll/core";
import { openPromise } from "yauzl";
import { collectText, limitBytes } from "./bytes.ts";
import { type FeedItem, parseItems } from "./item.ts";
import type { FeedLimits } from "./limits.ts";
import { readLines } from "./lines.ts";
import { readTar } from "./tar.ts";
import { parseYamlItems } from "./yaml.ts";

const record = /\.(?:jsonl?|ya?ml)$/;

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
      if (!(entries ?? record).test(entry.fileName)) continue;
      const member = { name: entry.fileName, size: entry.uncompressedSize };
      yield* readMember(member, () => archive.openReadStreamPromise(entry), where, limits);
    }
  } finally {
    archive.close();
  }
}

/**
 * The same of a tar archive, as it goes by.
 *
 * @throws PlimsollError `MALFORMED`, or `LIMIT_EXCEEDED` for too many entries
 */
export async function* readTarArchive(
  chunks: AsyncIterable<Buffer>,
  where: string,
  limits: FeedLimits,
  { entries, signal }: { entries?: RegExp | undefined; signal?: AbortSignal | undefined },
): AsyncGenerator<FeedItem> {
  for await (const { name, size, chunks: content } of readTar(chunks, where, limits)) {
    signal?.throwIfAborted();
    if ((entries ?? record).test(name))
      yield* readMember({ name, size }, () => content, where, limits);
  }
}

interface Member {
  readonly name: string;
  readonly size: number;
}

async function* readMember(
  { name, size }: Member,
  openMember: () => AsyncIterable<Buffer> | Promise<AsyncIterable<Buffer>>,
  where: string,
  limits: FeedLimits,
): AsyncGenerator<FeedItem> {
  const at = `${where}!${name}`;
  const isYaml = /\.ya?ml$/.test(name);
  const isLines = name.endsWith(".jsonl");
  const limit = isLines
    ? limits.inflatedBytes
    : isYaml
      ? Math.min(limits.yamlBytes, limits.recordBytes)
      : limits.recordBytes;
  if (size > limit) {
    yield { where: at, broken: `the entry is larger than ${limit} bytes` };
    return;
  }
  let text: string;
  try {
    // The declared size is verified while the entry is read, so that it cannot be understated.
    const bytes = limitBytes(await openMember(), limit, at);
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
