import { X509Certificate } from "node:crypto";
import { isJsonObject, type JsonObject } from "../encoding/json.ts";

/** What a trusted root holds, in the order of its documents. */
export type TrustedPartKind =
  | "certificate-authority"
  | "timestamp-authority"
  | "certificate-log"
  | "transparency-log";

/** One authority or log of a trusted root, as it says of itself. */
export interface TrustedPart {
  readonly kind: TrustedPartKind;
  /** Subject of the certificate that ends the chain, or the log's address; hostile text may be in it. */
  readonly name: string;
  readonly url?: string | undefined;
  /** Key id of a log in base64, or SHA-256 of an authority's last certificate in hex. */
  readonly id?: string | undefined;
  /** RFC 3339; absent: from the beginning. */
  readonly validFrom?: string | undefined;
  /** RFC 3339; absent: still. */
  readonly validUntil?: string | undefined;
}

/** The authorities and logs that a parsed `trusted_root.json` names. What cannot be read is left out. */
export function describeTrustedRoot(document: JsonObject): readonly TrustedPart[] {
  return [
    ...objects(document.certificateAuthorities).map((ca) => authority("certificate-authority", ca)),
    ...objects(document.timestampAuthorities).map((ca) => authority("timestamp-authority", ca)),
    ...objects(document.ctlogs).map((log) => ofLog("certificate-log", log)),
    ...objects(document.tlogs).map((log) => ofLog("transparency-log", log)),
  ];
}

function authority(kind: TrustedPartKind, value: JsonObject): TrustedPart {
  const chain = isJsonObject(value.certChain) ? objects(value.certChain.certificates) : [];
  const last = readCertificate(chain.at(-1)?.rawBytes);
  return {
    kind,
    name: last?.subject.replaceAll("\n", ", ") ?? "unreadable certificate",
    url: text(value.uri),
    id: last?.fingerprint256.replaceAll(":", "").toLowerCase(),
    ...validity(value.validFor),
  };
}

function ofLog(kind: TrustedPartKind, value: JsonObject): TrustedPart {
  const url = text(value.baseUrl);
  const id = isJsonObject(value.logId) ? text(value.logId.keyId) : undefined;
  const key = isJsonObject(value.publicKey) ? value.publicKey : {};
  return { kind, name: url ?? "log without address", url, id, ...validity(key.validFor) };
}

function validity(value: unknown): Pick<TrustedPart, "validFrom" | "validUntil"> {
  const { start, end } = isJsonObject(value) ? value : {};
  return { validFrom: text(start), validUntil: text(end) };
}

function readCertificate(base64: unknown): X509Certificate | undefined {
  if (typeof base64 !== "string") return undefined;
  try {
    return new X509Certificate(Buffer.from(base64, "base64"));
  } catch {
    return undefined;
  }
}

function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
