import { randomBytes } from "node:crypto";
import { PlimsollError } from "@plimsoll/core";
import { integer } from "../encoding/der-write.ts";
import { type Fetch, fetchBounded } from "../http/bounded-fetch.ts";
import { isContentFault } from "../verify/check.ts";
import { explicit, readInside, readIntegerHex, readNumber, readOne } from "../x509/asn1.ts";
import type { Certificate } from "../x509/certificate.ts";
import type { HashName } from "../x509/signed.ts";
import { encodeTimestampRequest } from "./encode-request.ts";
import { verifyTimestampToken } from "./verify-token.ts";

/** A timestamping authority (RFC 3161) and what its answers are checked against. */
export interface TimestampAuthority {
  /** http or https. */
  readonly url: string;
  /** DER of roots that the authority's certificate must lead to. */
  readonly roots: readonly Uint8Array[];
}

const maxAnswerBytes = 64 * 1024;
const timeoutMs = 15_000;

export interface TimestampRequest {
  readonly url: string;
  readonly roots: readonly Certificate[];
  readonly fetch?: Fetch | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks for a timestamp over `data`, and verifies the answer.
 *
 * @returns the TimeStampToken
 * @throws PlimsollError `SIGNATURE_INVALID` for an answer that does not hold, `SERVER_ERROR` when the
 * authority refuses, and those of `fetchBounded`
 */
export async function requestTimestamp(
  data: Uint8Array,
  hash: HashName,
  request: TimestampRequest,
): Promise<Buffer> {
  const nonce = integer(randomBytes(8));
  const query = encodeTimestampRequest(data, hash, nonce);
  const answer = await fetchBounded(request.url, {
    body: { bytes: query, contentType: "application/timestamp-query" },
    accept: "application/timestamp-reply",
    maxBytes: maxAnswerBytes,
    timeoutMs,
    fetch: request.fetch,
    signal: request.signal,
  });
  const token = readAnswer(answer, request.url);
  const verified = verifyTimestampToken(token, data, request.roots, readIntegerHex(readOne(nonce)));
  if ("fault" in verified) {
    throw new PlimsollError("SIGNATURE_INVALID", verified.fault, { subject: hostOf(request.url) });
  }
  return token;
}

/** The token of a TimeStampResp. */
function readAnswer(answer: Buffer, url: string): Buffer {
  try {
    const [info, token] = readInside(readOne(answer));
    const status = readNumber(readInside(info)[0]);
    if (status === 0 && token !== undefined && token.tag !== explicit(0)) return token.whole;
    throw new PlimsollError(
      "SERVER_ERROR",
      `The timestamping authority refused (status ${status})`,
      {
        subject: hostOf(url),
      },
    );
  } catch (error) {
    if (!isContentFault(error)) throw error;
    throw new PlimsollError("SERVER_ERROR", "The timestamping authority's answer is no timestamp", {
      subject: hostOf(url),
      cause: error,
    });
  }
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "";
}
