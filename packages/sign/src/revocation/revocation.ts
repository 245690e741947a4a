import { isPlimsollError } from "@plimsoll/core";
import { type Fetch, fetchBounded } from "../http/bounded-fetch.ts";
import { isContentFault } from "../verify/check.ts";
import type { Certificate } from "../x509/certificate.ts";
import { readCrlUrls, readFreshestCrlUrls, readOcspUrls } from "../x509/extensions.ts";
import {
  type Crl,
  findCrlFault,
  findDeltaFault,
  findEntry,
  isExpired,
  parseCrl,
  statusInCrls,
} from "./crl.ts";
import { encodeOcspRequest, readOcspResponse } from "./ocsp.ts";
import { crlReason, type RevocationStatus, unavailable } from "./status.ts";

// trust-store-trust-policy.md, "OCSP Download" and "CRL Download".
const ocspTimeoutMs = 2000;
const crlTimeoutMs = 5000;
const maxOcspBytes = 64 * 1024;
/** The largest CRLs of public authorities have about ten mebibytes. */
const maxCrlBytes = 16 * 1024 * 1024 - 1;
/** For all questions of one verification together. */
const budgetMs = 30_000;

const crlDistributionPoints = "2.5.29.31";

export interface RevocationOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly fetch?: Fetch | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Asks authorities whether they revoked certificates; each place is asked once. */
export interface RevocationChecker {
  /** The status of every certificate but the root, leaf first. */
  check(chain: readonly Certificate[]): Promise<RevocationStatus[]>;
}

interface Context extends RevocationOptions {
  /** What was fetched already, by URL and body; a failure is kept as well. */
  readonly fetched: Map<string, Promise<Buffer>>;
  readonly startedAt: number;
}

/** A checker for one verification. */
export function createRevocationChecker(options: RevocationOptions): RevocationChecker {
  const context = { ...options, fetched: new Map(), startedAt: performance.now() };
  return {
    check: (chain) =>
      Promise.all(
        chain.slice(0, -1).map((certificate, index) => {
          return checkCertificate(certificate, chain[index + 1]!, context);
        }),
      ),
  };
}

/** OCSP first; where that says nothing, CRLs. A certificate that names neither cannot be asked about. */
async function checkCertificate(
  certificate: Certificate,
  issuer: Certificate,
  context: Context,
): Promise<RevocationStatus> {
  let ocspUrls: string[];
  let crlUrls: string[];
  try {
    ocspUrls = readOcspUrls(certificate.extensions);
    crlUrls = readCrlUrls(certificate.extensions);
  } catch (error) {
    if (!isContentFault(error)) throw error;
    return unavailable(`the places to ask cannot be read: ${error.message}`);
  }
  if (ocspUrls.length === 0 && crlUrls.length === 0) {
    const isNamed = certificate.extensions.has(crlDistributionPoints);
    return isNamed ? unavailable("the CRL is in no place that can be asked") : { kind: "good" };
  }
  const faults: string[] = [];
  for (const url of ocspUrls) {
    const status = await attempt(() => askResponder(url, certificate, issuer, context));
    if (status.kind !== "unavailable") return status;
    faults.push(`OCSP: ${status.why}`);
  }
  for (const url of crlUrls) {
    const status = await attempt(() => askCrl(url, certificate, issuer, context));
    if (status.kind !== "unavailable") return status;
    faults.push(`CRL: ${status.why}`);
  }
  return unavailable(faults.join("; "));
}

async function askResponder(
  url: string,
  certificate: Certificate,
  issuer: Certificate,
  context: Context,
): Promise<RevocationStatus> {
  const response = await fetchOnce(context, url, encodeOcspRequest(certificate, issuer));
  const answer = readOcspResponse(response, certificate, issuer, context.now);
  if (answer.responder === undefined) return answer.status;
  // RFC 6960, 4.2.2.2.1: a delegate without ocsp-nocheck may be revoked itself.
  for (const place of readCrlUrls(answer.responder.extensions)) {
    const { responder } = answer;
    const status = await attempt(() => askCrl(place, responder, issuer, context));
    if (status.kind === "revoked") return unavailable("the responder's certificate is revoked");
    if (status.kind === "good") return answer.status;
  }
  return readCrlUrls(answer.responder.extensions).length === 0
    ? answer.status
    : unavailable("whether the responder's certificate is revoked cannot be found out");
}

async function askCrl(
  url: string,
  certificate: Certificate,
  issuer: Certificate,
  context: Context,
): Promise<RevocationStatus> {
  const { now } = context;
  const base = parseCrl(await fetchOnce(context, url));
  if (base.baseNumber !== undefined) return unavailable("there is a delta CRL without its base");
  const fault = findCrlFault(base, issuer, certificate, now);
  if (fault !== undefined) return unavailable(fault);
  if (isExpired(base, now)) {
    // What was revoked for good stays so, however old the list.
    const entry = findEntry(base, certificate);
    const isFinal = entry?.kind === "revoked" && entry.reason !== crlReason.certificateHold;
    return isFinal ? entry : unavailable("the CRL has expired");
  }
  const places = [certificate.extensions, base.extensions].flatMap(readFreshestCrlUrls);
  if (places.length === 0) return statusInCrls(certificate, base, undefined);
  const delta = await findDelta(places, base, certificate, issuer, context);
  return typeof delta === "string" ? unavailable(delta) : statusInCrls(certificate, base, delta);
}

/** The delta from the first place that has a valid one, or why there is none. */
async function findDelta(
  places: readonly string[],
  base: Crl,
  certificate: Certificate,
  issuer: Certificate,
  context: Context,
): Promise<Crl | string> {
  let why = "";
  for (const place of places) {
    try {
      const delta = parseCrl(await fetchOnce(context, place));
      const fault =
        findCrlFault(delta, issuer, certificate, context.now) ?? findDeltaFault(base, delta);
      if (fault === undefined && !isExpired(delta, context.now)) return delta;
      why = fault ?? "the delta CRL has expired";
    } catch (error) {
      why = `the delta CRL: ${toReason(error)}`;
    }
  }
  return why;
}

async function attempt(ask: () => Promise<RevocationStatus>): Promise<RevocationStatus> {
  try {
    return await ask();
  } catch (error) {
    return unavailable(toReason(error));
  }
}

/** @throws the error itself, when it is not about the answer: the caller stopped, or a fault of ours */
function toReason(error: unknown): string {
  if (!isPlimsollError(error) || error.code === "ABORTED") throw error;
  return error.message;
}

function fetchOnce(context: Context, url: string, query?: Buffer): Promise<Buffer> {
  const key = `${url} ${query?.toString("base64") ?? ""}`;
  const known = context.fetched.get(key);
  if (known !== undefined) return known;
  const leftMs = budgetMs - (performance.now() - context.startedAt);
  const isOcsp = query !== undefined;
  const { fetch, signal } = context;
  const fetching = fetchBounded(url, {
    ...(isOcsp && { body: { bytes: query, contentType: "application/ocsp-request" } }),
    accept: isOcsp ? "application/ocsp-response" : "application/pkix-crl",
    maxBytes: isOcsp ? maxOcspBytes : maxCrlBytes,
    timeoutMs: Math.max(1, Math.ceil(Math.min(leftMs, isOcsp ? ocspTimeoutMs : crlTimeoutMs))),
    fetch,
    signal,
  });
  // Whoever asks awaits it; this only keeps a failure that is asked for later from being unhandled.
  fetching.catch(() => {});
  context.fetched.set(key, fetching);
  return fetching;
}
