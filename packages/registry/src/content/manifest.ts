import { PlimsollError } from "@plimsoll/core";
import { createDigestMismatch, digestOf, isDigest } from "../digest.ts";
import type { Endpoint } from "../endpoint.ts";
import { type HttpResponse, readBody } from "../http/body.ts";
import { parseObject } from "../json.ts";
import { toPlainText } from "../plain-text.ts";
import { formatReference } from "../reference/format.ts";
import { checkReference } from "../reference/parse.ts";
import type { Session } from "../session.ts";
import type { Manifest, Reference, RequestOptions } from "../types.ts";
import { readFromAny, toStatusError } from "./context.ts";
import { manifestTypeOf, readableTypes } from "./media-type.ts";

/** distribution-spec, "Pushing Manifests": registries should accept manifests of 4 MiB; more is refused here. */
export const maxManifestBytes = 4 * 1024 * 1024;

/** Fetches and verifies a manifest, from a mirror if one has it. */
export async function getManifest(
  session: Session,
  reference: Reference,
  options: RequestOptions = {},
): Promise<Manifest> {
  checkReference(reference);
  options.progress?.({
    phase: "pull",
    message: `Pulling the manifest of ${formatReference(reference)}`,
  });
  return readFromAny(session, reference, (endpoint) =>
    fetchManifest(session, endpoint, reference, options),
  );
}

/** Fetches a manifest from one endpoint; its digest wins over its tag. */
export async function fetchManifest(
  session: Session,
  endpoint: Endpoint,
  reference: Reference,
  options: RequestOptions = {},
): Promise<Manifest> {
  return readManifest(await askFor("GET", session, endpoint, reference, options), reference);
}

/** The answer to a request for a manifest, which is there. */
async function askFor(
  method: "GET" | "HEAD",
  session: Session,
  endpoint: Endpoint,
  reference: Reference,
  options: RequestOptions,
) {
  const response = await session.request(endpoint, {
    method,
    repository: reference.repository,
    target: `manifests/${nameOf(reference)}`,
    headers: { accept: readableTypes.join(", ") },
    signal: options.signal,
  });
  if (response.status === 200) return response;
  const notFound = `${reference.registry} has no ${describe(reference)} in ${reference.repository}`;
  throw await toStatusError(session, endpoint, reference, response, notFound);
}

/**
 * Asks which manifest a reference names, without fetching it; `undefined` from a registry that does
 * not say (distribution-spec, "Checking if content exists in the registry": the header may be absent).
 */
export async function getDigest(
  session: Session,
  reference: Reference,
  options: RequestOptions = {},
): Promise<string | undefined> {
  checkReference(reference);
  return readFromAny(session, reference, async (endpoint) => {
    const { headers } = await askFor("HEAD", session, endpoint, reference, options);
    const digest = headers["docker-content-digest"];
    return isDigest(digest) ? digest : undefined;
  });
}

async function readManifest(response: HttpResponse, reference: Reference): Promise<Manifest> {
  const subject = formatReference(reference);
  const bytes = await readBody(response, maxManifestBytes);
  const claimed = response.headers["docker-content-digest"];
  for (const wanted of [reference.digest, claimed]) {
    // A header in an unknown form claims nothing that could be verified.
    if (!isDigest(wanted)) continue;
    const got = digestOf(bytes, wanted);
    if (got !== wanted) throw createDigestMismatch(subject, wanted, got);
  }
  const json = parseObject(bytes);
  if (json === undefined) {
    throw new PlimsollError("MALFORMED", "The manifest is not a JSON object", { subject });
  }
  const mediaType = manifestTypeOf(json, response.headers["content-type"], subject);
  return { bytes, digest: reference.digest ?? digestOf(bytes), mediaType, json };
}

/** What a manifest is asked for by: its digest, else its tag. */
export function nameOf(reference: Reference): string {
  return reference.digest ?? reference.tag ?? "latest";
}

function describe(reference: Reference): string {
  const { digest } = reference;
  return digest === undefined ? `tag "${toPlainText(nameOf(reference))}"` : `manifest ${digest}`;
}
