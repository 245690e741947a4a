import { createHash } from "node:crypto";
import type { Answer } from "./fulcio.ts";
import type { BundleEntry, LogBody, TransparencyLog } from "./transparency-log.ts";

/** Answers a request to log something, of version 1 or 2 of Rekor's API. */
export function answerRekor(path: string, body: Buffer, log: TransparencyLog): Answer {
  const request = JSON.parse(body.toString());
  if (path === "/api/v2/log/entries") {
    const entry = log.append(canonicalizeVersion2(request));
    return { status: 201, type: "application/json", body: JSON.stringify(entry) };
  }
  const entry = log.append(canonicalizeVersion1(request));
  const id = createHash("sha256").update(entry.canonicalizedBody, "base64").digest("hex");
  return {
    status: 201,
    type: "application/json",
    body: JSON.stringify({ [id]: toVersion1(entry) }),
    headers: { etag: id, location: `/api/v1/log/entries/${id}` },
  };
}

/** An entry as version 1 of the API writes it: hexadecimal where a bundle has base64. */
export function toVersion1(entry: BundleEntry) {
  const hex = (text: string) => Buffer.from(text, "base64").toString("hex");
  const { inclusionProof } = entry;
  return {
    body: entry.canonicalizedBody,
    integratedTime: Number(entry.integratedTime),
    logID: hex(entry.logId.keyId),
    logIndex: Number(entry.logIndex),
    verification: {
      inclusionProof: {
        checkpoint: inclusionProof.checkpoint.envelope,
        hashes: inclusionProof.hashes.map(hex),
        logIndex: Number(inclusionProof.logIndex),
        rootHash: hex(inclusionProof.rootHash),
        treeSize: Number(inclusionProof.treeSize),
      },
      signedEntryTimestamp: entry.inclusionPromise?.signedEntryTimestamp,
    },
  };
}

interface ProposedEnvelope {
  payload: string;
  payloadType: string;
  signatures: { sig: string }[];
}

/** The log keeps the digests of an envelope, not the envelope. */
function canonicalizeVersion1(proposed: LogBody): LogBody {
  if (proposed.kind !== "dsse") return proposed;
  const { envelope, verifiers } = (
    proposed.spec as { proposedContent: { envelope: string; verifiers: string[] } }
  ).proposedContent;
  const { payload, signatures }: ProposedEnvelope = JSON.parse(envelope);
  return describeEnvelope(
    Buffer.from(envelope),
    Buffer.from(payload, "base64"),
    signatures,
    verifiers,
  );
}

/** What version 1 keeps of an envelope (rekor, types/dsse). */
export function describeEnvelope(
  envelope: Uint8Array,
  payload: Uint8Array,
  signatures: readonly { sig: string }[],
  verifiers: readonly string[],
): LogBody {
  return {
    apiVersion: "0.0.1",
    kind: "dsse",
    spec: {
      envelopeHash: { algorithm: "sha256", value: sha256(envelope).toString("hex") },
      payloadHash: { algorithm: "sha256", value: sha256(payload).toString("hex") },
      signatures: signatures.map(({ sig }, index) => ({
        signature: sig,
        verifier: verifiers[index],
      })),
    },
  };
}

/** What version 2 keeps (rekor-tiles, `api/proto/rekor/v2`). */
function canonicalizeVersion2(request: {
  hashedRekordRequestV002?: { digest: string; signature: unknown };
  dsseRequestV002?: { envelope: ProposedEnvelope; verifiers: unknown[] };
}): LogBody {
  const { hashedRekordRequestV002: hashed, dsseRequestV002: dsse } = request;
  if (dsse !== undefined) {
    const digest = sha256(Buffer.from(dsse.envelope.payload, "base64")).toString("base64");
    const signatures = dsse.envelope.signatures.map(({ sig }, index) => ({
      content: sig,
      verifier: dsse.verifiers[index],
    }));
    const dsseV002 = { payloadHash: { algorithm: "SHA2_256", digest }, signatures };
    return { apiVersion: "0.0.2", kind: "dsse", spec: { dsseV002 } };
  }
  const data = { algorithm: "SHA2_256", digest: hashed?.digest };
  const hashedRekordV002 = { data, signature: hashed?.signature };
  return { apiVersion: "0.0.2", kind: "hashedrekord", spec: { hashedRekordV002 } };
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}
