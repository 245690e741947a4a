import type { CertificateIdentity } from "../identity/identity.ts";

/** What keyless signatures are checked against. */
export interface SigstoreTrust {
  /** Parsed `trusted_root.json` documents (protobuf-specs, sigstore_trustroot.proto); any may vouch. */
  readonly trustedRoots: readonly unknown[];
  /** Any of them may have signed. */
  readonly identities: readonly CertificateIdentity[];
}
