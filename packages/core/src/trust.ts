import * as z from "zod";
import { trustLevelSchema } from "./trust-policy/config.ts";

/** One check that ran (or did not) while a signature was judged: never a claim that was not made. */
export const trustCheckSchema = z.object({
  /** Stable name, e.g. `payload-digest`, `signature`, `docker-reference`. */
  name: z.string(),
  result: z.enum(["pass", "fail", "skipped", "warn"]),
  reason: z.string(),
  evidence: z.string().optional(),
});
export type TrustCheck = z.infer<typeof trustCheckSchema>;

/** Who made a signature, as far as it was proven. */
export const trustSignerSchema = z.object({
  /**
   * `key`: a key known beforehand; `certificate`: a short-lived certificate for an identity (Sigstore);
   * `x509`: a certificate under a trust store (Notary Project); `dct`: a role of Docker Content Trust.
   */
  kind: z.enum(["key", "certificate", "x509", "dct"]),
  /** The key's id, the certificate's subject alternative name, its subject as RFC 4514 writes it, or the role. */
  name: z.string(),
  /** The OIDC issuer, or the name of the trust store. */
  issuer: z.string().optional(),
  /** Further statements of the certificate by name, e.g. `sourceRepositoryUri` (Fulcio's extensions). */
  claims: z.record(z.string(), z.string()).optional(),
  /** RFC 3339; when it was signed, by a trusted clock (a log or a timestamping authority). */
  signedAt: z.string().optional(),
});
export type TrustSigner = z.infer<typeof trustSignerSchema>;

export const trustSignatureSchema = z.object({
  /** `cosign-simplesigning`, `sigstore-bundle`, `notation-jws`, `notation-cose`, `dct`. */
  format: z.string(),
  /** Digest of the manifest or layer that carries it. */
  digest: z.string().optional(),
  /** Hex SHA-256 of the key's SubjectPublicKeyInfo. */
  keyId: z.string().optional(),
  signer: trustSignerSchema.optional(),
  /** `notChecked` when no key was given to check it with. */
  result: z.enum(["verified", "failed", "notChecked"]),
  checks: z.array(trustCheckSchema),
});
export type TrustSignature = z.infer<typeof trustSignatureSchema>;

/** One of the things that a policy asks for, and whether it was given. */
export const trustRequirementSchema = z.object({
  /** What is asked for, e.g. `key release.pub`, `2 different signers`, `not denied`. */
  name: z.string(),
  result: z.enum(["pass", "fail", "skipped", "warn"]),
  reason: z.string(),
  /** Who met it. */
  signers: z.array(z.string()).optional(),
});
export type TrustRequirement = z.infer<typeof trustRequirementSchema>;

/** A statement about the image that lies beside it, and who made it. */
export const trustAttestationSchema = z.object({
  predicateType: z.string(),
  /** Digest of the blob that holds it. */
  digest: z.string(),
  /** Hex SHA-256 of the key's SubjectPublicKeyInfo. */
  keyId: z.string().optional(),
  signer: trustSignerSchema.optional(),
  /** `verified`: its signature holds; whether its content is accepted, `checks` say. */
  result: z.enum(["verified", "failed", "notChecked"]),
  checks: z.array(trustCheckSchema),
});
export type TrustAttestation = z.infer<typeof trustAttestationSchema>;

/** Whom an image comes from, and how that is known. */
const oneTrustSchema = z.object({
  result: z.enum(["verified", "unsigned", "failed", "notChecked"]),
  reason: z.string(),
  /** Digest of the manifest that the signatures are about. */
  digest: z.string().optional(),
  signatures: z.array(trustSignatureSchema).default([]),
  /** `registry/repository@digest`: what was judged, and what to pull. */
  reference: z.string().optional(),
  /** `os/architecture[/variant]`, of a manifest that an index lists. */
  platform: z.string().optional(),
  /** The pattern of the policy's rule that was chosen. */
  rule: z.string().optional(),
  level: trustLevelSchema.optional(),
  /**
   * Whether the policy lets the image pass. With the levels `audit` and `skip` that says nothing
   * about `result`. Absent without a policy.
   */
  isAccepted: z.boolean().optional(),
  requirements: z.array(trustRequirementSchema).optional(),
  attestations: z.array(trustAttestationSchema).optional(),
});

/** Whom the image comes from, and how that is known. */
export const trustSchema = oneTrustSchema.extend({
  /** The manifests of an index, each judged by itself and by the signatures of the index. */
  children: z.array(oneTrustSchema).optional(),
});
export type Trust = z.infer<typeof trustSchema>;
