import { PlimsollError } from "@plimsoll/core";
import { decodeBase64, encodeBase64 } from "../../encoding/base64.ts";
import { isJsonObject, type JsonObject } from "../../encoding/json.ts";
import { badAnswer, parseAnswer, requestJson } from "../../http/request.ts";
import { serviceUrl } from "../../http/safe-url.ts";
import type { LogRequest, TransparencyLogEntry } from "./log-entry.ts";

const service = "Rekor";
const entriesPath = "/api/v2/log/entries";
/** It answers when the entry is in the tree, which takes seconds. */
const timeoutMs = 60_000;

/**
 * Rekor 2 (rekor-tiles, rekor_service.proto, CreateEntry), kind hashedrekord 0.0.2. Envelopes are recorded
 * by the digest of what is signed of them: clients do not know a kind of their own for them any more.
 */
export async function writeRekorV2(
  url: string,
  request: LogRequest,
): Promise<TransparencyLogEntry> {
  const { digest, signature, signal } = request;
  const answer = await requestJson(serviceUrl(url, entriesPath, service), {
    service,
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({
      hashedRekordRequestV002: {
        digest: encodeBase64(digest),
        signature: { content: encodeBase64(signature), verifier: formatVerifier(request) },
      },
    }),
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
function keyDetailsOf({ publicKey, digestName }: LogRequest): string {
  const { algorithm, keyObject } = publicKey;
  const bits = keyObject.asymmetricKeyDetails?.modulusLength;
  const names: Readonly<Record<string, string>> = {
    "ecdsa-p256 sha256": "PKIX_ECDSA_P256_SHA_256",
    "ecdsa-p384 sha384": "PKIX_ECDSA_P384_SHA_384",
    "ecdsa-p521 sha512": "PKIX_ECDSA_P521_SHA_512",
    "rsa sha256": `PKIX_RSA_PKCS1V15_${bits}_SHA256`,
  };
  const name = names[`${algorithm} ${digestName ?? "none"}`];
  if (name !== undefined && (bits === undefined || [2048, 3072, 4096].includes(bits))) return name;
  throw new PlimsollError("UNSUPPORTED", "Rekor 2 records no signature of this kind", {
    action: "Sign with ECDSA P-256, with RSA of 2048, 3072 or 4096 bits, or without the log.",
  });
}

/** What the log recorded must be this signature, over this, by this key. */
function requireOurs(answer: JsonObject, request: LogRequest): void {
  const { digest, signature } = request;
  const { canonicalizedBody, inclusionProof, kindVersion, logId } = answer;
  const kind = isJsonObject(kindVersion) ? kindVersion.kind : undefined;
  if (
    typeof canonicalizedBody !== "string" ||
    typeof answer.logIndex !== "string" ||
    !isJsonObject(logId) ||
    !isJsonObject(inclusionProof) ||
    kind !== "hashedrekord"
  ) {
    throw badAnswer(service, "its entry is not complete");
  }
  const body = parseAnswer(decodeBase64(canonicalizedBody) ?? Buffer.alloc(0), service);
  const spec = isJsonObject(body.spec) ? body.spec : {};
  const { data, signature: signed } = isJsonObject(spec.hashedRekordV002)
    ? spec.hashedRekordV002
    : {};
  if (
    !isJsonObject(signed) ||
    !isJsonObject(data) ||
    signed.content !== encodeBase64(signature) ||
    verifierBytes(signed.verifier) !== verifierBytes(formatVerifier(request)) ||
    data.digest !== encodeBase64(digest)
  ) {
    throw badAnswer(service, "its entry is about something else");
  }
}

function verifierBytes(verifier: unknown): unknown {
  const { x509Certificate: certificate, publicKey } = isJsonObject(verifier) ? verifier : {};
  const holder = certificate ?? publicKey;
  return isJsonObject(holder) ? holder.rawBytes : undefined;
}
