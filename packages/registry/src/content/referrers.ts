import { isPlimsollError, PlimsollError } from "@plimsoll/core";
import { requireDigest } from "../digest.ts";
import type { Endpoint } from "../endpoint.ts";
import { discardBody, type HttpResponse } from "../http/body.ts";
import { checkReference } from "../reference/parse.ts";
import type { Session } from "../session.ts";
import type { Descriptor, Manifest, Reference, RequestOptions } from "../types.ts";
import { readFromAny, toStatusError } from "./context.ts";
import { parseDescriptor } from "./descriptor.ts";
import { fetchManifest } from "./manifest.ts";
import { imageIndexType } from "./media-type.ts";
import { readPages } from "./pages.ts";

const maxReferrers = 1000;

/** What a registry without the referrers API answers (404 by the specification, others in the wild). */
const withoutApi = new Set([400, 404, 405, 406, 501]);

/** Manifests whose subject is `digest`; see `RegistryClient.getReferrers`. */
export async function getReferrers(
  session: Session,
  reference: Reference,
  digest: string,
  options: RequestOptions = {},
): Promise<readonly Descriptor[]> {
  checkReference(reference);
  requireDigest(digest);
  return readFromAny(session, reference, async (endpoint) => {
    const listed = await askReferrersApi(session, endpoint, reference, digest, options);
    if (listed !== undefined) return listed;
    const index = await fetchReferrersIndex(session, endpoint, reference, digest, options);
    return index === undefined ? [] : parseEntries(index.json.manifests, reference, digest);
  });
}

/** The referrers API's answer (distribution-spec, "Listing Referrers"); undefined when there is no such API. */
export async function askReferrersApi(
  session: Session,
  endpoint: Endpoint,
  reference: Reference,
  digest: string,
  options: RequestOptions = {},
): Promise<Descriptor[] | undefined> {
  const { repository } = reference;
  const found: Descriptor[] = [];
  const pages = readPages(
    session,
    endpoint,
    {
      method: "GET",
      repository,
      target: `referrers/${digest}`,
      headers: { accept: imageIndexType },
      signal: options.signal,
    },
    async (response) => {
      if (isIndex(response)) return;
      if (response.status === 200 || withoutApi.has(response.status)) {
        discardBody(response);
        throw noReferrersApi;
      }
      throw await toStatusError(session, endpoint, reference, response, "");
    },
  );
  try {
    for await (const page of pages) {
      found.push(...parseEntries(page.manifests, reference, digest));
      if (found.length > maxReferrers) throw createTooMany(reference, digest);
    }
    return found;
  } catch (error) {
    if (error === noReferrersApi) return undefined;
    throw error;
  }
}

/** The index under the referrers tag (distribution-spec, "Referrers Tag Schema"); undefined for none. */
export async function fetchReferrersIndex(
  session: Session,
  endpoint: Endpoint,
  reference: Reference,
  digest: string,
  options: RequestOptions = {},
): Promise<Manifest | undefined> {
  const { registry, repository } = reference;
  const tagged = { registry, repository, tag: referrersTagOf(digest) };
  try {
    const manifest = await fetchManifest(session, endpoint, tagged, options);
    return Array.isArray(manifest.json.manifests) ? manifest : undefined;
  } catch (error) {
    if (isPlimsollError(error) && error.code === "NOT_FOUND") return undefined;
    throw error;
  }
}

/** `sha256-<hex>`; the encoded part has at most 64 characters. */
export function referrersTagOf(digest: string): string {
  const [algorithm = "", encoded = ""] = digest.split(":");
  return `${algorithm}-${encoded.slice(0, 64)}`;
}

// A value of its own, so that no failure of the registry can be taken for it.
const noReferrersApi = new Error("no referrers API");

/** Also an answer of 200 may come from a registry without the API: from the pages of its user interface. */
function isIndex(response: HttpResponse): boolean {
  const type = (response.headers["content-type"] ?? "").split(";", 1)[0]!.trim().toLowerCase();
  return response.status === 200 && (type === imageIndexType || type === "application/json");
}

/** Valid entries, each digest once. What each manifest really is, only the manifest can say. */
function parseEntries(entries: unknown, reference: Reference, digest: string): Descriptor[] {
  if (!Array.isArray(entries)) return [];
  if (entries.length > maxReferrers) throw createTooMany(reference, digest);
  const byDigest = new Map<string, Descriptor>();
  for (const entry of entries) {
    const descriptor = parseDescriptor(entry);
    if (descriptor && !byDigest.has(descriptor.digest)) byDigest.set(descriptor.digest, descriptor);
  }
  return [...byDigest.values()];
}

function createTooMany(reference: Reference, digest: string): PlimsollError {
  return new PlimsollError(
    "LIMIT_EXCEEDED",
    `More than ${maxReferrers} manifests refer to the image`,
    {
      subject: `${reference.repository}@${digest}`,
      action: "Delete referrers that are no longer needed.",
    },
  );
}
