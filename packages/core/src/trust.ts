import * as z from "zod";

/** One check that ran (or did not) while a signature was judged: never a claim that was not made. */
export const trustCheckSchema = z.object({
  /** Stable name, e.g. `payload-digest`, `signature`, `docker-reference`. */
  name: z.string(),
  result: z.enum(["pass", "fail", "skipped", "warn"]),
  reason: z.string(),
  evidence: z.string().optional(),
});
export type TrustCheck = z.infer<typeof trustCheckSchema>;

export const trustSignatureSchema = z.object({
  /** `cosign-simplesigning`, `sigstore-bundle` … */
  format: z.string(),
  /** Digest of the manifest or layer that carries it. */
  digest: z.string().optional(),
  /** Hex SHA-256 of the key's SubjectPublicKeyInfo. */
  keyId: z.string().optional(),
  /** `notChecked` when no key was given to check it with. */
  result: z.enum(["verified", "failed", "notChecked"]),
  checks: z.array(trustCheckSchema),
});
export type TrustSignature = z.infer<typeof trustSignatureSchema>;

/** Whom the image comes from, and how that is known. */
export const trustSchema = z.object({
  result: z.enum(["verified", "unsigned", "failed", "notChecked"]),
  reason: z.string(),
  /** Digest of the manifest that the signatures are about. */
  digest: z.string().optional(),
  signatures: z.array(trustSignatureSchema).default([]),
});
export type Trust = z.infer<typeof trustSchema>;
