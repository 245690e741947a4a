import { createHash } from "node:crypto";
import {
  isPlimsollError,
  PlimsollError,
  type TrustCheck,
  type TrustSignature,
} from "@plimsoll/core";
import { parseEnvelope } from "../cosign/bundle.ts";
import { statementPayloadType } from "../cosign/media-types.ts";
import { parseStatement } from "../cosign/statement.ts";
import { parseJsonObject } from "../encoding/json.ts";
import type { CertificateIdentity } from "../identity/identity.ts";
import type { PublicKey } from "../keys/public-key.ts";
import { check, concludeSignature, nowOf, unreadableSignature } from "../verify/check.ts";
import type { SignerChecks } from "../verify/check-signature.ts";
import { type Artifact, algorithms, readArtifact } from "./artifact.ts";
import type { BundleParts } from "./bundle-material.ts";
import type { KeyValidity } from "./check-key-material.ts";
import { envelopeContent } from "./content.ts";
import { prepareKeyless } from "./keyless-judge.ts";
import type { SignedContent } from "./material.ts";

export interface VerifyBundleOptions {
  /** Bytes of a Sigstore bundle, version 0.1 to 0.3. */
  bundle: Uint8Array;
  artifact: Artifact;
  /** Parsed `trusted_root.json`; with a key it may be left out, and then no log entry is looked at. */
  trustedRoot?: unknown;
  /** Who may have signed with a short-lived certificate; this or `key`. */
  identity?: CertificateIdentity | readonly CertificateIdentity[] | undefined;
  key?: PublicKey | undefined;
  /** When the key may have signed; default: ever. */
  keyValidFor?: KeyValidity | undefined;
  /** Milliseconds since 1970; default: the machine's clock. */
  now?: (() => number) | undefined;
  signal?: AbortSignal | undefined;
}

const format = "sigstore-bundle";

/**
 * Verifies a Sigstore bundle about a file: a signature over it, or an in-toto statement that names its
 * digest. No connection is made.
 *
 * @returns the record of all checks; `verified` as its result when everything held
 * @throws PlimsollError `INVALID_ARGUMENT` unless either a key or an identity with a trusted root is asked
 * for; `MALFORMED` or `LIMIT_EXCEEDED` for a broken trusted root; `UNSUPPORTED` for the mere digest of what
 * Ed25519 signed; `READ_FAILED`, `ABORTED`; never because of the bundle
 */
export async function verifyBundle(options: VerifyBundleOptions): Promise<TrustSignature> {
  requireQuestion(options);
  const artifact = await readArtifact(options.artifact, options.signal);
  const digest = `sha256:${createHash("sha256").update(options.bundle).digest("hex")}`;
  const { readBundleParts } = await import("./bundle-material.ts");
  let parts: BundleParts;
  let judged: { checks: readonly TrustCheck[]; content: SignedContent };
  try {
    parts = readBundleParts(options.bundle);
    judged =
      parts.message === undefined
        ? checkEnvelope(options.bundle, artifact)
        : checkMessage(parts.message, artifact);
  } catch (error) {
    if (!isPlimsollError(error)) throw error;
    const reason = `The bundle cannot be read: ${error.message}`;
    return unreadableSignature(format, digest, "payload", reason);
  }
  const signer = await checkSigner(parts, judged.content, options);
  const checks = [...judged.checks, ...signer.checks];
  return concludeSignature(format, digest, checks, signer.keyId, signer.signer);
}

function requireQuestion({ key, identity, trustedRoot }: VerifyBundleOptions): void {
  const isAsked = Array.isArray(identity) ? identity.length > 0 : identity !== undefined;
  if ((key === undefined) === !isAsked) {
    throw new PlimsollError("INVALID_ARGUMENT", "Either a key or an identity must be asked for");
  }
  if (isAsked && trustedRoot === undefined) {
    throw new PlimsollError("INVALID_ARGUMENT", "An identity needs a trusted root to be proven by");
  }
}

function checkMessage(
  { algorithm, digest }: NonNullable<BundleParts["message"]>,
  artifact: SignedContent,
): { checks: TrustCheck[]; content: SignedContent } {
  const own = artifact.digest(algorithm);
  const evidence = `${algorithm}:${digest.toString("hex")}`;
  const result =
    own === undefined
      ? check(
          "payload-digest",
          "fail",
          "The bundle names the digest by another algorithm",
          evidence,
        )
      : own.equals(digest)
        ? check("payload-digest", "pass", "The bundle is about this file", evidence)
        : check("payload-digest", "fail", "The bundle is about another file", evidence);
  return { checks: [result], content: artifact };
}

function checkEnvelope(
  bundle: Uint8Array,
  artifact: SignedContent,
): { checks: TrustCheck[]; content: SignedContent } {
  const envelope = parseEnvelope(parseJsonObject(bundle).dsseEnvelope);
  const content = envelopeContent(envelope);
  if (envelope.payloadType !== statementPayloadType) {
    const reason = `The envelope's payloadType is not ${statementPayloadType}`;
    return { checks: [check("payload-type", "fail", reason, envelope.payloadType)], content };
  }
  const { predicateType, subjectDigests } = parseStatement(envelope.payload);
  const own = algorithms.flatMap((name) => {
    const known = artifact.digest(name);
    return known === undefined ? [] : [`${name}:${known.toString("hex")}`];
  });
  const subject = own.find((known) => subjectDigests.includes(known));
  const checks = [
    check("payload-type", "pass", "The envelope holds an in-toto Statement", predicateType),
    subject === undefined
      ? check(
          "payload-digest",
          "fail",
          "The file is not among the subjects",
          subjectDigests.slice(0, 4).join(", "),
        )
      : check("payload-digest", "pass", "The file is a subject of the statement", subject),
  ];
  return { checks, content };
}

async function checkSigner(
  parts: BundleParts,
  content: SignedContent,
  { bundle, trustedRoot, identity, key, keyValidFor, now }: VerifyBundleOptions,
): Promise<SignerChecks> {
  if (key === undefined) {
    const identities = [identity ?? []].flat();
    const keyless = await prepareKeyless({ trustedRoots: [trustedRoot], identities });
    return keyless!.judgeBundle(bundle, content, nowOf({ now }));
  }
  if (parts.certificate !== undefined) {
    const reason = "It comes with a certificate, and a key was asked for";
    return { checks: [check("signature", "fail", reason)] };
  }
  const { checkKeyMaterial } = await import("./check-key-material.ts");
  const judged = checkKeyMaterial(
    { ...parts, content },
    { key, validFor: keyValidFor, trustedRoot, now: nowOf({ now }) },
  );
  return judged.signer === undefined ? judged : { ...judged, keyId: key.keyId };
}
