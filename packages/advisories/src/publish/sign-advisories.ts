import type { KeyObject } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toPlimsollError } from "@plimsoll/core";
import { signatureFile } from "../shards/index-format.ts";
import { readIndex } from "../shards/read-index.ts";
import { signIndex } from "../shards/signature.ts";

/**
 * Signs the table of contents of a folder of shards: writes `index.json.sig` beside it.
 *
 * @param key Ed25519 or ECDSA P-256
 * @throws PlimsollError as `readIndex` and `signIndex`; `WRITE_FAILED`
 */
export async function signAdvisories(directory: string, key: KeyObject): Promise<void> {
  const { bytes } = await readIndex(directory);
  const path = join(directory, signatureFile);
  try {
    await writeFile(path, signIndex(bytes, key));
  } catch (error) {
    throw toPlimsollError(error, "WRITE_FAILED", "The signature could not be written", {
      subject: path,
    });
  }
}
