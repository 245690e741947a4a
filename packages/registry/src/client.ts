import { getBlob, getSmallBlob } from "./content/blob.ts";
import { getBlobRange } from "./content/blob-range.ts";
import { getDigest, getManifest } from "./content/manifest.ts";
import { putBlob } from "./content/push.ts";
import { getReferrers } from "./content/referrers.ts";
import { putManifest } from "./content/referrers-tag.ts";
import { requestService } from "./content/service.ts";
import { listTags } from "./content/tags.ts";
import type { RegistryOptions } from "./options.ts";
import { Session } from "./session.ts";
import type { RegistryClient } from "./types.ts";

/**
 * Opens a client for any number of registries (OCI distribution-spec 1.1). Nothing is sent until
 * something is asked for. Its methods throw `PlimsollError`: `NOT_FOUND`, `UNAUTHORIZED`,
 * `FORBIDDEN`, `RATE_LIMITED`, `SERVER_ERROR`, `UNREACHABLE`, `TIMEOUT`, `ABORTED`,
 * `DIGEST_MISMATCH`, `LIMIT_EXCEEDED`, `MALFORMED`, `UNSUPPORTED`, `INVALID_REFERENCE`.
 *
 * @throws PlimsollError `INVALID_ARGUMENT` for an insecure host or a mirror that is no host
 *
 * @example
 * const client = createRegistryClient();
 * const manifest = await client.getManifest(parseReference("debian:12"));
 * await client.close();
 */
export function createRegistryClient(options: RegistryOptions = {}): RegistryClient {
  const session = new Session(options);
  return {
    getManifest: (...rest) => getManifest(session, ...rest),
    getDigest: (...rest) => getDigest(session, ...rest),
    getBlob: (...rest) => getBlob(session, ...rest),
    getBlobRange: (...rest) => getBlobRange(session, ...rest),
    getSmallBlob: (...rest) => getSmallBlob(session, ...rest),
    getReferrers: (...rest) => getReferrers(session, ...rest),
    listTags: (...rest) => listTags(session, ...rest),
    putBlob: (...rest) => putBlob(session, ...rest),
    putManifest: (...rest) => putManifest(session, ...rest),
    requestService: (request) => requestService(session, request),
    close: async () => session.close(),
  };
}
