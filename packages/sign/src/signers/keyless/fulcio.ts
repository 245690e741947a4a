import type { KeyObject } from "node:crypto";
import { sign, X509Certificate } from "node:crypto";
import { PlimsollError } from "@plimsoll/core";
import { isJsonObject, type JsonObject } from "../../encoding/json.ts";
import { badAnswer, requestJson } from "../../http/request.ts";
import { serviceUrl } from "../../http/safe-url.ts";
import type { IdentityToken } from "../../oidc/identity-token.ts";

const service = "Fulcio";
const maxCertificates = 10;

export interface CertificateRequest {
  readonly fulcioUrl: string;
  readonly identity: IdentityToken;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly signal: AbortSignal | undefined;
  readonly now: () => number;
}

/**
 * Asks Fulcio for a certificate over our key (fulcio.proto, CreateSigningCertificate).
 *
 * @returns the chain, leaf first; it belongs together, and its leaf to our key
 * @throws PlimsollError those of `requestService`; `SERVER_ERROR` for a chain that is not sound; the token
 * is in none of them
 */
export async function requestCertificate(request: CertificateRequest): Promise<X509Certificate[]> {
  const { identity, privateKey, publicKey, signal } = request;
  const proof = sign("sha256", Buffer.from(identity.subject), privateKey);
  const answer = await requestJson(serviceUrl(request.fulcioUrl, "/api/v2/signingCert", service), {
    service,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      credentials: { oidcIdentityToken: identity.token },
      publicKeyRequest: {
        publicKey: {
          algorithm: "ECDSA",
          content: publicKey.export({ format: "pem", type: "spki" }),
        },
        proofOfPossession: proof.toString("base64"),
      },
    }),
    signal,
    secrets: [identity.token],
  });
  const chain = readChain(answer);
  requireSoundChain(chain, publicKey, request.now());
  return chain;
}

function readChain(answer: JsonObject): X509Certificate[] {
  const { signedCertificateEmbeddedSct: embedded, signedCertificateDetachedSct: detached } = answer;
  if (embedded === undefined && detached !== undefined) {
    throw new PlimsollError("UNSUPPORTED", "Fulcio gives a timestamp apart from the certificate", {
      action: "Set the certificate authority up so that it embeds the log's timestamp.",
    });
  }
  const chain = isJsonObject(embedded) && isJsonObject(embedded.chain) ? embedded.chain : {};
  const { certificates } = chain;
  if (!Array.isArray(certificates) || certificates.length === 0) {
    throw badAnswer(service, "it gives no certificate");
  }
  if (certificates.length > maxCertificates) throw badAnswer(service, "its chain is too long");
  return certificates.map((pem: unknown) => {
    try {
      return new X509Certificate(String(pem));
    } catch {
      throw badAnswer(service, "a certificate cannot be read");
    }
  });
}

function requireSoundChain(chain: readonly X509Certificate[], key: KeyObject, now: number): void {
  const [leaf, ...authorities] = chain;
  if (leaf === undefined || !leaf.publicKey.equals(key) || leaf.ca) {
    throw badAnswer(service, "the certificate is not for the key that was sent");
  }
  // Clocks differ; the log's or timestamping authority's is the one that counts later.
  const skewMs = 5 * 60_000;
  if (leaf.validFromDate.getTime() > now + skewMs || leaf.validToDate.getTime() < now - skewMs) {
    throw badAnswer(service, "the certificate is not valid now");
  }
  let child = leaf;
  for (const authority of authorities) {
    if (!child.checkIssued(authority) || !child.verify(authority.publicKey)) {
      throw badAnswer(service, "the certificates do not form a chain");
    }
    child = authority;
  }
}
