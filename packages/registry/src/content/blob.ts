import { isPlimsollError, PlimsollError } from "@plimsoll/core";
import { createDigestHash, createDigestMismatch, requireDigest } from "../digest.ts";
import { pullEndpointsOf } from "../endpoint.ts";
import { backOffMs, pause } from "../http/back-off.ts";
import { readChunks } from "../http/body.ts";
import { isPassing } from "../http/failure.ts";
import { checkReference } from "../reference/parse.ts";
import type { Session } from "../session.ts";
import type { Descriptor, Reference, RequestOptions } from "../types.ts";
import { openBlob } from "./blob-response.ts";

const defaultMaxSmallBytes = 4 * 1024 * 1024;
/** A connection that brought this much was worth it: the count of failures starts anew. */
const worthwhileBytes = 256 * 1024;

/** Streams a blob and verifies it; see `RegistryClient.getBlob`. */
export async function* getBlob(
  session: Session,
  reference: Reference,
  blob: Pick<Descriptor, "digest" | "size">,
  options: RequestOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  checkReference(reference);
  requireDigest(blob.digest);
  requireSize(blob);
  const { digest, size } = blob;
  const { progress } = options;
  const hash = createDigestHash(digest);
  let done = 0;
  let held: Buffer | undefined;
  for await (const chunk of readThrough(session, reference, blob, options)) {
    hash.update(chunk);
    done += chunk.length;
    if (held) yield held;
    held = chunk;
    progress?.({
      phase: "pull",
      message: `Pulling ${digest.slice(0, 19)}`,
      done,
      total: size,
      unit: "bytes",
    });
  }
  const got = `${digest.slice(0, 6)}:${hash.digest("hex")}`;
  if (got !== digest) throw createDigestMismatch(`${reference.repository}@${digest}`, digest, got);
  if (held) yield held;
}

/** A blob in memory; see `RegistryClient.getSmallBlob`. */
export async function getSmallBlob(
  session: Session,
  reference: Reference,
  blob: Pick<Descriptor, "digest" | "size">,
  options: RequestOptions & { maxBytes?: number } = {},
): Promise<Buffer> {
  const { maxBytes = defaultMaxSmallBytes, ...rest } = options;
  if (blob.size > maxBytes) {
    throw new PlimsollError(
      "LIMIT_EXCEEDED",
      `The blob has ${blob.size} bytes; at most ${maxBytes} are read`,
      {
        subject: `${reference.repository}@${blob.digest}`,
      },
    );
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of getBlob(session, reference, blob, rest)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/**
 * The blob's bytes as sent, exactly `size` of them, resumed by range after each broken connection:
 * first at the same endpoint, then at the next.
 */
async function* readThrough(
  session: Session,
  reference: Reference,
  blob: Pick<Descriptor, "digest" | "size">,
  options: RequestOptions,
): AsyncGenerator<Buffer, void, undefined> {
  const endpoints = [...pullEndpointsOf(reference.registry, session.mirrors)];
  let offset = 0;
  let failures = 0;
  while (offset < blob.size) {
    const start = offset;
    // Until then the transport has done its own tries.
    let isOpen = false;
    try {
      const { response, skip } = await openBlob(
        session,
        endpoints[0]!,
        reference,
        blob,
        offset,
        options.signal,
      );
      isOpen = true;
      let unwanted = skip;
      for await (const chunk of readChunks(response)) {
        const rest = unwanted === 0 ? chunk : chunk.subarray(unwanted);
        unwanted -= chunk.length - rest.length;
        if (offset + rest.length > blob.size) throw createSizeError(reference, blob, "more");
        offset += rest.length;
        if (rest.length > 0) yield rest;
      }
      if (offset < blob.size) throw createSizeError(reference, blob, "fewer");
    } catch (error) {
      if (offset - start >= worthwhileBytes) failures = 0;
      const mayResume = isOpen && (isPassing(error) || isShort(error));
      if (mayResume && failures < session.transport.retries) {
        await pause(backOffMs(failures), options.signal);
        failures += 1;
      } else if (endpoints.length > 1 && isPlimsollError(error) && error.code !== "ABORTED") {
        endpoints.shift();
        failures = 0;
      } else {
        throw error;
      }
    }
  }
}

function requireSize(blob: Pick<Descriptor, "digest" | "size">): void {
  if (Number.isSafeInteger(blob.size) && blob.size >= 0) return;
  throw new PlimsollError("INVALID_ARGUMENT", "The blob's size is not a number of bytes", {
    subject: blob.digest,
  });
}

function createSizeError(
  reference: Reference,
  blob: Pick<Descriptor, "digest" | "size">,
  how: "more" | "fewer",
): PlimsollError {
  return new PlimsollError(
    "DIGEST_MISMATCH",
    `The registry sent ${how} than the ${blob.size} bytes of the blob`,
    {
      subject: `${reference.repository}@${blob.digest}`,
      cause: how,
    },
  );
}

/** An answer without a length that ended early cannot be told from one whose connection broke. */
function isShort(error: unknown): boolean {
  return isPlimsollError(error) && error.cause === "fewer";
}
