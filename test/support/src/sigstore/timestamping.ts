import { ASN1Obj } from "@sigstore/core";
import type { Answer } from "./fulcio.ts";
import { hashNamed, type TimestampAuthority } from "./timestamp-authority.ts";

/** Answers a TimeStampReq (RFC 3161, section 2.4.1), or the same in the JSON of Sigstore's server. */
export function answerTimestamping(
  body: Buffer,
  contentType: string | undefined,
  authority: TimestampAuthority,
): Answer {
  const request = contentType === "application/json" ? readJson(body) : readRequest(body);
  const reply = authority.stamp(request);
  return { status: 200, type: "application/timestamp-reply", body: reply };
}

function readJson(body: Buffer) {
  const { artifactHash, nonce } = JSON.parse(body.toString());
  const digest = Buffer.from(artifactHash, "base64");
  return { digest, ...(nonce !== undefined && { nonce: BigInt(nonce) }) };
}

function readRequest(body: Buffer) {
  const [, imprint, ...rest] = ASN1Obj.parseBuffer(Buffer.from(body)).subs;
  const hash = hashNamed(imprint!.subs[0]!.subs[0]!.toOID());
  if (hash === undefined) throw new Error("unknown digest");
  const nonce = rest.find(({ tag }) => tag.isInteger())?.toInteger();
  return { digest: imprint!.subs[1]!.value, hash, ...(nonce !== undefined && { nonce }) };
}
