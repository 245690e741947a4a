import { PlimsollError } from "@plimsoll/core";
import { requireDigest } from "../digest.ts";
import type { Endpoint } from "../endpoint.ts";
import { backOffMs, pause } from "../http/back-off.ts";
import { discardBody, readBody } from "../http/body.ts";
import { isPassing } from "../http/failure.ts";
import { checkReference } from "../reference/parse.ts";
import type { Session } from "../session.ts";
import type { BlobRange, Descriptor, Reference, RequestOptions } from "../types.ts";
import { readFromAny, toStatusError } from "./context.ts";

/** What one range may take in memory. */
const mostRangeBytes = 128 * 1024 * 1024;

/** Bytes of a blob; see `RegistryClient.getBlobRange`. */
export async function getBlobRange(
  session: Session,
  reference: Reference,
  blob: Pick<Descriptor, "digest" | "size">,
  range: BlobRange,
  options: RequestOptions = {},
): Promise<Buffer | undefined> {
  checkReference(reference);
  requireDigest(blob.digest);
  requireRange(blob, range);
  if (range.length === 0) return Buffer.alloc(0);
  const { signal } = options;
  return readFromAny(session, reference, async (endpoint) => {
    for (let failures = 0; ; failures += 1) {
      try {
        return await readRange(session, endpoint, reference, blob, range, signal);
      } catch (error) {
        if (!isPassing(error) || failures >= session.transport.retries) throw error;
        await pause(backOffMs(failures), signal);
      }
    }
  });
}

async function readRange(
  session: Session,
  endpoint: Endpoint,
  reference: Reference,
  { digest, size }: Pick<Descriptor, "digest" | "size">,
  { offset, length }: BlobRange,
  signal: AbortSignal | undefined,
): Promise<Buffer | undefined> {
  const end = offset + length - 1;
  const response = await session.request(endpoint, {
    method: "GET",
    repository: reference.repository,
    target: `blobs/${digest}`,
    headers: { range: `bytes=${offset}-${end}` },
    signal,
  });
  const { status, headers } = response;
  // RFC 9110, 14.2: a server may ignore the header and send everything.
  if (status === 200) {
    discardBody(response);
    return undefined;
  }
  if (status !== 206) {
    const notFound = `${reference.registry} has no blob ${digest} in ${reference.repository}`;
    throw await toStatusError(session, endpoint, reference, response, notFound);
  }
  const sent = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(headers["content-range"] ?? "");
  const isAsked = Number(sent?.[1]) === offset && Number(sent?.[2]) === end;
  const subject = `${reference.repository}@${digest}`;
  if (!isAsked || (sent?.[3] !== "*" && Number(sent?.[3]) !== size)) {
    discardBody(response);
    throw new PlimsollError("SERVER_ERROR", "The registry sent another range than asked for", {
      subject,
    });
  }
  const bytes = await readBody(response, length);
  if (bytes.length === length) return bytes;
  throw new PlimsollError("SERVER_ERROR", "The registry sent fewer bytes than asked for", {
    subject,
  });
}

function requireRange({ digest, size }: Pick<Descriptor, "digest" | "size">, range: BlobRange) {
  const { offset, length } = range;
  const isWithin =
    [size, offset, length].every((it) => Number.isSafeInteger(it) && it >= 0) &&
    offset + length <= size;
  if (isWithin && length <= mostRangeBytes) return;
  throw new PlimsollError("INVALID_ARGUMENT", "The range does not lie within the blob", {
    subject: digest,
    action: `Ask for at most ${mostRangeBytes} bytes between 0 and ${size}.`,
  });
}
