import type { KeyObject } from "node:crypto";
import type { CertificateAuthority } from "./certificate-authority.ts";
import type { CertificateLog } from "./ct-log.ts";
import type { TimestampAuthority } from "./timestamp-authority.ts";
import type { TransparencyLog } from "./transparency-log.ts";

/** Whom a verifier shall trust. */
export interface Trusted {
  authorities?: readonly CertificateAuthority[];
  certificateLogs?: readonly CertificateLog[];
  logs?: readonly TransparencyLog[];
  timestampAuthorities?: readonly TimestampAuthority[];
  /** Of everything; default: a day before now on. */
  start?: Date;
  end?: Date;
}

/** A `trusted_root.json` (protobuf-specs, sigstore_trustroot.proto). */
export function formatTrustedRoot(trusted: Trusted) {
  const { start = new Date(Date.now() - 24 * 60 * 60_000), end } = trusted;
  const validFor = { start: start.toISOString(), ...(end && { end: end.toISOString() }) };
  const logOf = (baseUrl: string, id: Buffer, key: KeyObject) => ({
    baseUrl,
    hashAlgorithm: "SHA2_256",
    publicKey: {
      rawBytes: key.export({ type: "spki", format: "der" }).toString("base64"),
      keyDetails: "PKIX_ECDSA_P256_SHA_256",
      validFor,
    },
    logId: { keyId: id.toString("base64") },
  });
  const authorityOf = (chain: readonly Buffer[]) => ({
    subject: { organization: "plimsoll.test", commonName: "plimsoll test" },
    uri: "https://authority.plimsoll.test",
    certChain: { certificates: chain.map((one) => ({ rawBytes: one.toString("base64") })) },
    validFor,
  });
  return {
    mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
    tlogs: (trusted.logs ?? []).map(({ origin, id, publicKey }) =>
      logOf(`https://${origin}`, id, publicKey),
    ),
    certificateAuthorities: (trusted.authorities ?? []).map(({ intermediate, root }) =>
      authorityOf([intermediate, root]),
    ),
    ctlogs: (trusted.certificateLogs ?? []).map(({ id, publicKey }) =>
      logOf("https://ctlog.plimsoll.test", id, publicKey),
    ),
    timestampAuthorities: (trusted.timestampAuthorities ?? []).map(({ certificate, root }) =>
      authorityOf([certificate, root]),
    ),
  };
}
