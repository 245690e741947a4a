import type { KeyObject } from "node:crypto";
import type { RFC3161Timestamp, X509Certificate } from "@sigstore/core";
import { type SignedEntity, type TrustMaterial, Verifier } from "@sigstore/verify";
import type { SignedContent, TransparencyLogEntry } from "./material.ts";
import type { TrustedAuthority, TrustedLog, TrustedRoot } from "./trusted-root.ts";

// `@sigstore/verify` answers for a bundle as a whole. Asked about one part at a time, with everything
// else left out, its answer is about that part.

type Content = SignedEntity["signature"];

/**
 * Asks whether a log took an entry in (its promise, if there is one, and its proof, if there is one) and
 * whether the entry is about this signature.
 *
 * @returns why not, or `undefined`
 */
export function askAboutEntry(
  entry: TransparencyLogEntry,
  logs: readonly TrustedLog[],
  content: SignedContent,
  signature: Buffer,
): string | undefined {
  return ask(
    { tlogs: [...logs] },
    { tlogEntries: [entry], signature: toContent(content, signature) },
    { tlogThreshold: 1 },
  );
}

/** Asks whether an authority that was valid then signed this time for this signature. */
export function askAboutTimestamp(
  timestamp: RFC3161Timestamp,
  authorities: readonly TrustedAuthority[],
  signature: Buffer,
): string | undefined {
  return ask(
    { timestampAuthorities: [...authorities] },
    {
      timestamps: [{ $case: "timestamp-authority", timestamp }],
      signature: { ...noContent, signature },
    },
    { timestampThreshold: 1 },
  );
}

/**
 * Asks whether a certificate chains to an authority, both valid at each of the moments, and whether
 * `promises` logs have promised to list it.
 */
export function askAboutCertificate(
  certificate: X509Certificate,
  moments: readonly Date[],
  root: TrustedRoot,
  promises: number,
): string | undefined {
  return ask(
    {
      certificateAuthorities: [...root.certificateAuthorities],
      ctlogs: [...root.certificateLogs],
    },
    {
      key: { $case: "certificate", certificate },
      // Times that were proven before come in as those of entries that were.
      timestamps: moments.map((moment, index) => ({
        $case: "transparency-log",
        tlogEntry: provenEntry(moment, index),
      })),
    },
    { ctlogThreshold: promises },
  );
}

const noKey = undefined as unknown as KeyObject;
const nobody: TrustMaterial = {
  certificateAuthorities: [],
  timestampAuthorities: [],
  tlogs: [],
  ctlogs: [],
  publicKey: () => ({ publicKey: noKey, validFor: () => true }),
};
/** The signature itself is checked elsewhere, with rules for keys of its own. */
const noContent: Content = {
  signature: Buffer.alloc(0),
  compareDigest: () => false,
  compareSignedDigest: () => false,
  compareSignature: () => false,
  verifySignature: () => true,
};
const nothing: SignedEntity = {
  signature: noContent,
  key: { $case: "public-key", hint: "" },
  tlogEntries: [],
  timestamps: [],
};
const noThresholds = { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 };

function ask(
  trusted: Partial<TrustMaterial>,
  entity: Partial<SignedEntity>,
  thresholds: Partial<typeof noThresholds>,
): string | undefined {
  try {
    const verifier = new Verifier({ ...nobody, ...trusted }, { ...noThresholds, ...thresholds });
    verifier.verify({ ...nothing, ...entity });
    return undefined;
  } catch (error) {
    // Not only its own errors: hostile DER makes it throw others.
    return error instanceof Error ? describe(error) : "it cannot be read";
  }
}

function describe(error: Error): string {
  const { cause } = error;
  return cause instanceof Error ? `${error.message}: ${cause.message}` : error.message;
}

function toContent(content: SignedContent, signature: Buffer): Content {
  const isEqual = (given: Buffer, own: Buffer | undefined) => own?.equals(given) === true;
  return {
    ...noContent,
    signature,
    compareSignature: (given) => given.equals(signature),
    compareDigest: (given) => isEqual(given, digestAsLongAs(given, content.payloadDigest)),
    compareSignedDigest: (given) => isEqual(given, digestAsLongAs(given, content.digest)),
  };
}

/** Entries name the digest's algorithm where the library does not look; its length tells as much. */
function digestAsLongAs(given: Buffer, digest: SignedContent["digest"]): Buffer | undefined {
  const algorithm = ({ 32: "sha256", 48: "sha384", 64: "sha512" } as const)[given.length];
  return algorithm && digest(algorithm);
}

function provenEntry(moment: Date, index: number): TransparencyLogEntry {
  return {
    logIndex: "0",
    // Distinct, as the same log may not tell the time twice.
    logId: { keyId: Buffer.from([index]) },
    kindVersion: { kind: "", version: "" },
    integratedTime: String(Math.floor(moment.getTime() / 1000)),
    inclusionPromise: { signedEntryTimestamp: Buffer.alloc(0) },
    inclusionProof: undefined,
    canonicalizedBody: Buffer.alloc(0),
  };
}
