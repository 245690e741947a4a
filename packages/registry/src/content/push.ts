import { PlimsollError } from "@plimsoll/core";
import { createDigestMismatch, digestOf, isDigest } from "../digest.ts";
import { type Endpoint, endpointOf } from "../endpoint.ts";
import { backOffMs, pause } from "../http/back-off.ts";
import { discardBody, type HttpResponse } from "../http/body.ts";
import { isPassing } from "../http/failure.ts";
import { resolveLocation } from "../http/location.ts";
import { formatReference } from "../reference/format.ts";
import { checkReference } from "../reference/parse.ts";
import type { RepositoryRequest, Session } from "../session.ts";
import type { Reference, RequestOptions } from "../types.ts";
import { toStatusError } from "./context.ts";
import { maxManifestBytes } from "./manifest.ts";

interface Pushed {
  digest: string;
  size: number;
}

/** Uploads a blob in one piece unless the repository has it (distribution-spec, "POST then PUT"). */
export async function putBlob(
  session: Session,
  reference: Reference,
  bytes: Uint8Array,
  options: RequestOptions = {},
): Promise<Pushed> {
  checkReference(reference);
  const endpoint = endpointOf(reference.registry);
  const pushed = { digest: digestOf(bytes), size: bytes.length };
  const existing = await session.request(endpoint, {
    ...writeTo(reference, options),
    method: "HEAD",
    target: `blobs/${pushed.digest}`,
  });
  discardBody(existing);
  if (existing.status === 200) return pushed;
  options.progress?.({
    phase: "push",
    message: `Pushing ${pushed.digest.slice(0, 19)}`,
    done: 0,
    total: pushed.size,
    unit: "bytes",
  });
  for (let attempt = 0; ; attempt += 1) {
    try {
      await upload(session, endpoint, reference, bytes, pushed.digest, options);
      break;
    } catch (error) {
      // An upload that broke off is begun anew: its session may be gone.
      if (!isPassing(error) || attempt >= session.transport.retries) throw error;
      await pause(backOffMs(attempt), options.signal);
    }
  }
  options.progress?.({
    phase: "push",
    message: `Pushing ${pushed.digest.slice(0, 19)}`,
    done: pushed.size,
    total: pushed.size,
    unit: "bytes",
  });
  return pushed;
}

/** Uploads a manifest under the reference's tag, else its digest, without regard to its subject. */
export async function pushManifest(
  session: Session,
  reference: Reference,
  bytes: Uint8Array,
  mediaType: string,
  options: RequestOptions = {},
): Promise<Pushed & { response: Pick<HttpResponse, "headers"> }> {
  checkReference(reference);
  const subject = formatReference(reference);
  if (bytes.length > maxManifestBytes) {
    throw new PlimsollError(
      "LIMIT_EXCEEDED",
      `The manifest has more than ${maxManifestBytes} bytes`,
      { subject },
    );
  }
  const digest = digestOf(bytes, reference.digest);
  if (reference.digest !== undefined && reference.digest !== digest) {
    throw new PlimsollError(
      "INVALID_ARGUMENT",
      `The manifest's digest is ${digest}, not the reference's`,
      { subject },
    );
  }
  const endpoint = endpointOf(reference.registry);
  const response = await session.request(endpoint, {
    ...writeTo(reference, options),
    method: "PUT",
    target: `manifests/${reference.tag ?? digest}`,
    headers: { "content-type": mediaType },
    body: bytes,
  });
  if (response.status !== 201) throw await createPushError(session, endpoint, reference, response);
  discardBody(response);
  const stored = response.headers["docker-content-digest"];
  if (isDigest(stored) && stored.startsWith(digest.slice(0, 7)) && stored !== digest) {
    throw createDigestMismatch(subject, digest, stored);
  }
  return { digest, size: bytes.length, response };
}

async function upload(
  session: Session,
  endpoint: Endpoint,
  reference: Reference,
  bytes: Uint8Array,
  digest: string,
  options: RequestOptions,
): Promise<void> {
  const begun = await session.request(endpoint, {
    ...writeTo(reference, options),
    method: "POST",
    target: "blobs/uploads/",
    body: new Uint8Array(0),
  });
  if (begun.status !== 202) throw await createPushError(session, endpoint, reference, begun);
  discardBody(begun);
  const target = resolveLocation(begun.url, begun.headers.location ?? "", session.transport.policy);
  if (begun.headers.location === undefined || target.origin !== begun.url.origin) {
    throw new PlimsollError(
      "SERVER_ERROR",
      `${endpoint.registry} names no place of its own to upload to`,
      {
        subject: formatReference(reference),
      },
    );
  }
  target.searchParams.set("digest", digest);
  const ended = await session.request(endpoint, {
    ...writeTo(reference, options),
    method: "PUT",
    target,
    headers: { "content-type": "application/octet-stream" },
    body: bytes,
    isRepeatable: false,
  });
  if (ended.status !== 201) throw await createPushError(session, endpoint, reference, ended);
  discardBody(ended);
}

function writeTo(
  reference: Reference,
  options: RequestOptions,
): Pick<RepositoryRequest, "repository" | "actions" | "signal"> {
  return { repository: reference.repository, actions: "pull,push", signal: options.signal };
}

function createPushError(
  session: Session,
  endpoint: Endpoint,
  reference: Reference,
  response: HttpResponse,
): Promise<PlimsollError> {
  const notFound = `${reference.registry} has no repository ${reference.repository} to push to`;
  return toStatusError(session, endpoint, reference, response, notFound);
}
