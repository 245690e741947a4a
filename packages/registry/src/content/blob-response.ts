import { PlimsollError } from "@plimsoll/core";
import type { Endpoint } from "../endpoint.ts";
import { discardBody, type HttpResponse } from "../http/body.ts";
import type { Session } from "../session.ts";
import type { Descriptor, Reference } from "../types.ts";
import { toStatusError } from "./context.ts";

/**
 * Opens a blob at `offset`. `skip` is how many bytes of the answer come before it, when the
 * endpoint ignores ranges and starts anew.
 *
 * @throws PlimsollError `NOT_FOUND` and the like; `DIGEST_MISMATCH` when the announced length
 * differs from the descriptor's; `SERVER_ERROR` when the range is not the one asked for
 */
export async function openBlob(
  session: Session,
  endpoint: Endpoint,
  reference: Reference,
  blob: Pick<Descriptor, "digest" | "size">,
  offset: number,
  signal: AbortSignal | undefined,
): Promise<{ response: HttpResponse; skip: number }> {
  const response = await session.request(endpoint, {
    method: "GET",
    repository: reference.repository,
    target: `blobs/${blob.digest}`,
    headers: offset === 0 ? {} : { range: `bytes=${offset}-` },
    signal,
  });
  const { status, headers } = response;
  const subject = `${reference.repository}@${blob.digest}`;
  if (status === 206 && offset > 0) {
    const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers["content-range"] ?? "");
    const isAsked =
      Number(range?.[1]) === offset && (range?.[2] === "*" || Number(range?.[2]) === blob.size);
    if (isAsked) return { response, skip: 0 };
    discardBody(response);
    throw new PlimsollError("SERVER_ERROR", "The registry sent another range than asked for", {
      subject,
    });
  }
  if (status !== 200) {
    const notFound = `${reference.registry} has no blob ${blob.digest} in ${reference.repository}`;
    throw await toStatusError(session, endpoint, reference, response, notFound);
  }
  const length = headers["content-length"];
  if (length !== undefined && Number(length) !== blob.size) {
    discardBody(response);
    throw new PlimsollError(
      "DIGEST_MISMATCH",
      `The registry offers ${Number(length)} bytes for a blob of ${blob.size} bytes`,
      { subject },
    );
  }
  return { response, skip: offset };
}
