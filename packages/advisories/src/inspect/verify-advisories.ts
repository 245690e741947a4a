import { type Incomplete, toPlimsollError } from "@plimsoll/core";
import { filesOf, type ShardIndex } from "../shards/index-format.ts";
import { readFileOf } from "../shards/read-directory.ts";
import { parseIndex, readIndex } from "../shards/read-index.ts";
import { verifyIndex } from "../shards/signature.ts";

export interface VerifiedAdvisories {
  readonly index: ShardIndex;
  /** Whether a signature was verified; without a key none is. */
  readonly isSigned: boolean;
  readonly files: number;
  /** Files that are missing or not what the table of contents names. */
  readonly broken: readonly Incomplete[];
}

/**
 * Verifies a folder of shards: the signature by `key`, where one is given, and every file's digest.
 *
 * @param key public key in PEM
 * @throws PlimsollError as `readIndex`, `parseIndex` and `verifyIndex`; a broken file is no error
 */
export async function verifyAdvisories(
  directory: string,
  key?: string,
): Promise<VerifiedAdvisories> {
  const { bytes, signature } = await readIndex(directory);
  if (key !== undefined) verifyIndex(bytes, signature, key, directory);
  const index = parseIndex(bytes, directory);
  const files = filesOf(index.shards);
  const broken: Incomplete[] = [];
  for (const named of files) {
    try {
      await readFileOf(directory, named);
    } catch (error) {
      const { code, message } = toPlimsollError(error, "INTERNAL", "The file cannot be read");
      broken.push({ code, what: named.name, why: message });
    }
  }
  return { index, isSigned: key !== undefined, files: files.length, broken };
}
