import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { PlimsollError, toPlimsollError } from "@plimsoll/core";
import { isSignatureOverDigest } from "../keys/prehashed.ts";
import { bytesContent } from "./content.ts";
import type { Sha2, SignedContent } from "./material.ts";

/** What a bundle is about: bytes, the path of a file, or a digest as `sha256:<hex>`, `sha384:` or `sha512:`. */
export type Artifact =
  | { readonly bytes: Uint8Array }
  | { readonly file: string }
  | { readonly digest: string };

/** By which artifacts are known. */
export const algorithms: readonly Sha2[] = ["sha256", "sha384", "sha512"];
/** Larger files are read once, for their digests, and never held. */
const maxHeldBytes = 64 * 1024 * 1024;

/**
 * Takes the digests of an artifact.
 *
 * @throws PlimsollError `READ_FAILED`, `INVALID_ARGUMENT` for a digest that is none, or `ABORTED`
 */
export async function readArtifact(
  artifact: Artifact,
  signal?: AbortSignal,
): Promise<SignedContent> {
  if ("bytes" in artifact) return bytesContent(artifact.bytes);
  if ("digest" in artifact) return digestContent(parseDigest(artifact.digest));
  try {
    if ((await stat(artifact.file)).size <= maxHeldBytes) {
      return bytesContent(await readFile(artifact.file, { signal }));
    }
    return digestContent(await hashFile(artifact.file, signal));
  } catch (error) {
    const code = signal?.aborted ? "ABORTED" : "READ_FAILED";
    throw toPlimsollError(error, code, "The file cannot be read", { subject: artifact.file });
  }
}

type Digests = Partial<Record<Sha2, Buffer>>;

function digestContent(digests: Digests): SignedContent {
  const digest = (algorithm: Sha2) => digests[algorithm];
  return {
    digest,
    payloadDigest: digest,
    isSignedBy: (key, signature) =>
      algorithms.some((algorithm) => {
        const known = digests[algorithm];
        return known !== undefined && isSignatureOverDigest(key, algorithm, known, signature);
      }),
  };
}

function parseDigest(text: string): Digests {
  const [, algorithm, hex = ""] = /^(sha256|sha384|sha512):([0-9a-f]+)$/.exec(text) ?? [];
  const name = algorithms.find((known) => known === algorithm);
  if (name !== undefined && hex.length === Number(name.slice(3)) / 4) {
    return { [name]: Buffer.from(hex, "hex") };
  }
  throw new PlimsollError("INVALID_ARGUMENT", "This is no digest of SHA-2", { subject: text });
}

async function hashFile(path: string, signal: AbortSignal | undefined): Promise<Digests> {
  const hashes = algorithms.map((algorithm) => createHash(algorithm));
  for await (const chunk of createReadStream(path, { signal })) {
    for (const hash of hashes) hash.update(chunk as Buffer);
  }
  return Object.fromEntries(algorithms.map((name, index) => [name, hashes[index]!.digest()]));
}
