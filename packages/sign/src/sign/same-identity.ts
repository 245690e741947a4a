import { decodeBase64 } from "../encoding/base64.ts";
import { isJsonObject, parseJsonObject } from "../encoding/json.ts";

/** Fulcio's extension for the issuer (fulcio, docs/oid-info.md). */
const issuerOid = "1.3.6.1.4.1.57264.1.8";

/** True when a bundle's certificate is for the same subject by the same issuer as `leaf` (DER). */
export async function isSameIdentity(bundle: Uint8Array, leaf: Uint8Array): Promise<boolean> {
  const { X509Certificate } = await import("@sigstore/core");
  const material = parseJsonObject(bundle).verificationMaterial;
  const certificate = isJsonObject(material) ? material.certificate : undefined;
  const rawBytes = isJsonObject(certificate) ? certificate.rawBytes : undefined;
  const der = typeof rawBytes === "string" ? decodeBase64(rawBytes) : undefined;
  if (der === undefined) return false;
  try {
    const [theirs, ours] = [der, leaf].map((bytes) => X509Certificate.parse(Buffer.from(bytes)));
    const issuers = [theirs, ours].map((one) => one?.extension(issuerOid)?.value);
    return (
      ours?.subjectAltName !== undefined &&
      theirs?.subjectAltName === ours.subjectAltName &&
      issuers[0] !== undefined &&
      issuers[1] !== undefined &&
      issuers[0].equals(issuers[1])
    );
  } catch {
    return false;
  }
}
