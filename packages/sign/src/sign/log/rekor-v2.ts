import { createHash } from "node:crypto";
import { PlimsollError } from "@plimsoll/core";
import { decodeBase64, encodeBase64 } from "../../encoding/base64.ts";
import { isJsonObject, type JsonObject, parseJsonObject } from "../../encoding/json.ts";
import { badAnswer, parseAnswer, requestJson } from "../../http/request.ts";
import { serviceUrl } from "../../http/safe-url.ts";
import type { LogRequest, TransparencyLogEntry } from "./log-entry.ts";

const service = "Rekor";
const entriesPath = "/api/v2/log/entries";
/** It answers when the entry is in the tree, which takes seconds. */
const timeoutMs = 60_000;

/** Rekor 2 (rekor-tiles, rekor_service.proto, CreateEntry), kinds hashedrekord and dsse 0.0.2. */
export async function writeRekorV2(
  url: string,
  request: LogRequest,
): Promise<TransparencyLogEntry> {
  const { content, signature, signal } = request;
  const verifier = formatVerifier(request);
  const body =
    content.kind === "dsse"
      ? {
          dsseRequestV002: {
            envelope: parseJsonObject(Buffer.from(content.envelope)),
            verifiers: [verifier],
          },
        }
      : {
          hashedRekordRequestV002: {
            digest: encodeBase64(content.digest),
            signature: { content: encodeBase64(signature), verifier },
          },
        };
  const answer = await requestJson(serviceUrl(url, entriesPath, service), {
    service,
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(body),
    signal,
    timeoutMs,
  });
  requireOurs(answer, request);
  return answer as TransparencyLogEntry;
}

function formatVerifier(request: LogRequest): JsonObject {
  const { certificate, publicKey } = request;
  const keyDetails = keyDetailsOf(request);
  if (certificate !== undefined) {
    return { x509Certificate: { rawBytes: encodeBase64(certificate) }, keyDetails };
  }
  const spki = publicKey.keyObject.export({ format: "der", type: "spki" });
  return { publicKey: { rawBytes: encodeBase64(spki) }, keyDetails };
}

/** protobuf-specs, sigstore_common.proto, PublicKeyDetails. */
function keyDetailsOf({ publicKey, digestName, content }: LogRequest): string {
  const { algorithm, keyObject } = publicKey;
  const bits = keyObject.asymmetricKeyDetails?.modulusLength;
  const names: Readonly<Record<string, string>> = {
    "ecdsa-p256 sha256": "PKIX_ECDSA_P256_SHA_256",
    "ecdsa-p384 sha384": "PKIX_ECDSA_P384_SHA_384",
    "ecdsa-p521 sha512": "PKIX_ECDSA_P521_SHA_512",
    "rsa sha256": `PKIX_RSA_PKCS1V15_${bits}_SHA256`,
    ...(content.kind === "dsse" && { "ed25519 none": "PKIX_ED25519" }),
  };
  const name = names[`${algorithm} ${digestName ?? "none"}`];
  if (name !== undefined && (bits === undefined || [2048, 3072, 4096].includes(bits))) return name;
  throw new PlimsollError("UNSUPPORTED", "Rekor 2 records no signature of this kind", {
    action: "Sign with ECDSA P-256, with RSA of 2048, 3072 or 4096 bits, or without the log.",
  });
}

/** What the log recorded must be this signature, over this, by this key. */
function requireOurs(answer: JsonObject, request: LogRequest): void {
  const { content, signature } = request;
  const { canonicalizedBody, inclusionProof, kindVersion, logId } = answer;
  const kind = isJsonObject(kindVersion) ? kindVersion.kind : undefined;
  if (
    typeof canonicalizedBody !== "string" ||
    typeof answer.logIndex !== "string" ||
    !isJsonObject(logId) ||
    !isJsonObject(inclusionProof) ||
    kind !== content.kind
  ) {
    throw badAnswer(service, "its entry is not complete");
  }
  const body = parseAnswer(decodeBase64(canonicalizedBody) ?? Buffer.alloc(0), service);
  const spec = isJsonObject(body.spec) ? body.spec : {};
  const { signed, digest } = content.kind === "dsse" ? dsseRecord(spec) : hashedRecord(spec);
  const expected =
    content.kind === "dsse"
      ? createHash("sha256").update(content.payload).digest()
      : content.digest;
  if (
    !isJsonObject(signed) ||
    signed.content !== encodeBase64(signature) ||
    verifierBytes(signed.verifier) !== verifierBytes(formatVerifier(request)) ||
    digest !== encodeBase64(expected)
  ) {
    throw badAnswer(service, "its entry is about something else");
  }
}

function dsseRecord({ dsseV002: record }: JsonObject): { signed: unknown; digest: unknown } {
  const { payloadHash, signatures } = isJsonObject(record) ? record : {};
  const list = Array.isArray(signatures) && signatures.length === 1 ? signatures : [];
  return { signed: list[0], digest: isJsonObject(payloadHash) ? payloadHash.digest : undefined };
}

function hashedRecord({ hashedRekordV002: record }: JsonObject): {
  signed: unknown;
  digest: unknown;
} {
  const { data, signature } = isJsonObject(record) ? record : {};
  return { signed: signature, digest: isJsonObject(data) ? data.digest : undefined };
}

function verifierBytes(verifier: unknown): unknown {
  const { x509Certificate: certificate, publicKey } = isJsonObject(verifier) ? verifier : {};
  const holder = certificate ?? publicKey;
  return isJsonObject(holder) ? holder.rawBytes : undefined;
}
