import { createHash } from "node:crypto";
import { PlimsollError } from "@plimsoll/core";
import { decodeBase64, encodeBase64 } from "../../encoding/base64.ts";
import { isJsonObject, type JsonObject } from "../../encoding/json.ts";
import { formatPem } from "../../encoding/pem.ts";
import { badAnswer, parseAnswer, requestService } from "../../http/request.ts";
import { serviceUrl } from "../../http/safe-url.ts";
import type { LogRequest, TransparencyLogEntry } from "./log-entry.ts";

const service = "Rekor";
const entriesPath = "/api/v1/log/entries";
const maxHashes = 64;

/** Rekor 1 (openapi.yaml, createLogEntry), kinds hashedrekord and dsse 0.0.1. */
export async function writeRekorV1(
  url: string,
  request: LogRequest,
): Promise<TransparencyLogEntry> {
  const { envelope, signal } = request;
  const kind = envelope === undefined ? "hashedrekord" : "dsse";
  const verifier = Buffer.from(verifierPem(request)).toString("base64");
  const address = serviceUrl(url, entriesPath, service);
  const headers = { "content-type": "application/json", accept: "application/json" };
  const answer = await requestService(address, {
    service,
    headers,
    body: JSON.stringify({ apiVersion: "0.0.1", kind, spec: formatSpec(request, verifier) }),
    signal,
    // 409: the log has the very same entry, and says where.
    accepted: [409],
  });
  const bytes =
    answer.status === 409
      ? await getExisting(address, answer.headers.get("location"), headers, signal)
      : answer.bytes;
  const entry = readEntry(parseAnswer(bytes, service), kind);
  requireOurs(entry, request, verifier);
  return entry;
}

/** The certificate, else the public key. */
function verifierPem({ certificate, publicKey }: LogRequest): string {
  return certificate === undefined
    ? publicKey.keyObject.export({ format: "pem", type: "spki" }).toString()
    : formatPem("CERTIFICATE", certificate);
}

function formatSpec(request: LogRequest, verifier: string): JsonObject {
  const { envelope, digest, digestName, signature } = request;
  if (envelope !== undefined) {
    return { proposedContent: { envelope: envelope.json, verifiers: [verifier] } };
  }
  if (digestName === null) {
    throw new PlimsollError(
      "UNSUPPORTED",
      "Rekor records no plain Ed25519 signature of this kind",
      {
        action: "Sign with ECDSA or RSA, as a bundle, or without the log.",
      },
    );
  }
  return {
    data: { hash: { algorithm: digestName, value: digest.toString("hex") } },
    signature: { content: encodeBase64(signature), publicKey: { content: verifier } },
  };
}

async function getExisting(
  address: URL,
  location: string | null,
  headers: Record<string, string>,
  signal: AbortSignal | undefined,
): Promise<Buffer> {
  const found = URL.parse(location ?? "", address.href);
  if (location === null || found?.origin !== address.origin) {
    throw badAnswer(service, "it has the entry already, and does not say where");
  }
  return (await requestService(found, { service, headers, signal })).bytes;
}

/** The one entry of an answer, as a bundle has it. */
function readEntry(answer: JsonObject, kind: string): TransparencyLogEntry {
  const [entry] = Object.values(answer);
  if (!isJsonObject(entry)) throw badAnswer(service, "it gives no entry");
  const { body, integratedTime, logID, logIndex, verification } = entry;
  const { signedEntryTimestamp: promise, inclusionProof: proof } = isJsonObject(verification)
    ? verification
    : {};
  if (
    typeof body !== "string" ||
    !isIndex(integratedTime) ||
    !isIndex(logIndex) ||
    typeof logID !== "string" ||
    !/^[0-9a-f]{64}$/.test(logID) ||
    typeof promise !== "string"
  ) {
    throw badAnswer(service, "its entry is not complete");
  }
  return {
    logIndex: String(logIndex),
    logId: { keyId: Buffer.from(logID, "hex").toString("base64") },
    kindVersion: { kind, version: "0.0.1" },
    integratedTime: String(integratedTime),
    inclusionPromise: { signedEntryTimestamp: promise },
    ...(isJsonObject(proof) && { inclusionProof: readProof(proof) }),
    canonicalizedBody: body,
  };
}

function readProof({ logIndex, treeSize, rootHash, hashes, checkpoint }: JsonObject): JsonObject {
  if (
    !isIndex(logIndex) ||
    !isIndex(treeSize) ||
    !Array.isArray(hashes) ||
    hashes.length > maxHashes ||
    typeof checkpoint !== "string"
  ) {
    throw badAnswer(service, "its inclusion proof is not complete");
  }
  return {
    logIndex: String(logIndex),
    rootHash: hexToBase64(rootHash),
    treeSize: String(treeSize),
    hashes: hashes.map(hexToBase64),
    checkpoint: { envelope: checkpoint },
  };
}

function hexToBase64(value: unknown): string {
  if (typeof value === "string" && /^[0-9a-f]{64}$/.test(value)) {
    return Buffer.from(value, "hex").toString("base64");
  }
  throw badAnswer(service, "its inclusion proof is not complete");
}

function isIndex(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/** What the log recorded must be this signature, over this, by this key. */
function requireOurs(entry: TransparencyLogEntry, request: LogRequest, verifier: string): void {
  const { envelope, digest } = request;
  const bytes = decodeBase64(entry.canonicalizedBody);
  const body = parseAnswer(bytes ?? Buffer.alloc(0), service);
  const spec = isJsonObject(body.spec) ? body.spec : {};
  const recorded = envelope === undefined ? hashedRecord(spec) : dsseRecord(spec);
  const expected =
    envelope === undefined ? digest : createHash("sha256").update(envelope.payload).digest();
  const isOurs =
    body.kind === entry.kindVersion.kind &&
    body.apiVersion === "0.0.1" &&
    recorded.signature === encodeBase64(request.signature) &&
    recorded.verifier === verifier &&
    recorded.digest === expected.toString("hex");
  if (!isOurs) throw badAnswer(service, "its entry is about something else");
}

interface Recorded {
  signature: unknown;
  verifier: unknown;
  digest: unknown;
}

function dsseRecord({ payloadHash, signatures }: JsonObject): Recorded {
  const list = Array.isArray(signatures) && signatures.length === 1 ? signatures : [];
  const first = isJsonObject(list[0]) ? list[0] : {};
  const hash = isJsonObject(payloadHash) ? payloadHash.value : undefined;
  return { signature: first.signature, verifier: first.verifier, digest: hash };
}

function hashedRecord({ data, signature }: JsonObject): Recorded {
  const signed = isJsonObject(signature) ? signature : {};
  const key = isJsonObject(signed.publicKey) ? signed.publicKey : {};
  const hash = isJsonObject(data) && isJsonObject(data.hash) ? data.hash.value : undefined;
  return { signature: signed.content, verifier: key.content, digest: hash };
}
