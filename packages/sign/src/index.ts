export { type AttestedImage, type AttestOptions, attestImage } from "./attest/attest-image.ts";
export { customPredicate, type Predicate } from "./attest/predicate.ts";
export { readPredicate } from "./attest/read-predicate.ts";
export { sbomPredicate } from "./attest/sbom.ts";
export { type GitHubProvenanceOptions, slsaProvenanceFromGitHub } from "./attest/slsa-github.ts";
export { type PredicateName, predicateTypes } from "./attest/types.ts";
export { type VerificationSummary, verificationSummary } from "./attest/vsa.ts";
export { cosignScanPredicate, scanPredicate } from "./attest/vulnerabilities.ts";
export type { Attestation, UnreadableAttestation } from "./attestations/attestation.ts";
export {
  type Attestations,
  type ListAttestationsOptions,
  listAttestations,
} from "./attestations/list-attestations.ts";
export { dct } from "./dct/dct.ts";
export type {
  DctInspection,
  DctKeyInfo,
  DctRoleInfo,
  DctTagInfo,
} from "./dct/inspect.ts";
export {
  type DctKeyEntry,
  type DctKeyFolderOptions,
  type DctKeys,
  openKeyFolder,
  passphrasesOf,
} from "./dct/keys/key-folder.ts";
export { createDctStore, type DctStore, type KnownRepository } from "./dct/known.ts";
export { listDctTags } from "./dct/list-tags.ts";
export type { MigratedTag, Migration } from "./dct/migrate.ts";
export type { DctTrust } from "./dct/trust.ts";
export type { DctOptions, VerifiedTag, VerifyTagOptions } from "./dct/verify-tag.ts";
export type { DctWriteOptions } from "./dct/write/change.ts";
export type { InitialisedRepository, InitialiseOptions } from "./dct/write/initialise.ts";
export type { RevokedTag, RevokeOptions } from "./dct/write/revoke.ts";
export type { RotatedKey, RotateOptions } from "./dct/write/rotate.ts";
export type { SignedDctTag, SignTagOptions } from "./dct/write/sign-tag.ts";
export type { AddSignerOptions, RemoveSignerOptions } from "./dct/write/signers.ts";
export type {
  DiscoveredArtifact,
  DiscoveredSubject,
  Discovery,
  DiscoveryFault,
} from "./discover/artifact.ts";
export {
  type DiscoverOptions,
  discoverSignatures,
  type NotarySignature,
} from "./discover/discover-signatures.ts";
export { type GitHubIdentity, githubIdentity } from "./identity/github.ts";
export type { CertificateIdentity, TextRule } from "./identity/identity.ts";
export { matchIdentity } from "./identity/match-identity.ts";
export type { KeyAlgorithm } from "./keys/algorithm.ts";
export { generateKeyPair, type KeyPair, type KeyPairOptions } from "./keys/key-pair.ts";
export { loadPrivateKey, type PrivateKey } from "./keys/private-key.ts";
export { loadPublicKey, type PublicKey } from "./keys/public-key.ts";
export {
  type NotationPolicy,
  type NotationStatement,
  notationTrustFor,
  parseNotationPolicy,
} from "./notation/policy.ts";
export { loadNotationStores } from "./notation/stores.ts";
export type {
  NotationAction,
  NotationLevel,
  NotationStore,
  NotationTrust,
} from "./notation/trust.ts";
export {
  type FindTokenOptions,
  findIdentityToken,
} from "./oidc/find-token.ts";
export {
  type CheckTokenOptions,
  checkIdentityToken,
  type IdentityToken,
} from "./oidc/identity-token.ts";
export { chooseRule } from "./policy/choose-rule.ts";
export { type ImportOptions, importTrustPolicy } from "./policy/import/import-policy.ts";
export type { ImportedPolicy, ImportNote } from "./policy/import/imported.ts";
export { type LoadPolicyOptions, loadTrustPolicy } from "./policy/load-policy.ts";
export type { PolicyFiles } from "./policy/load-signatory.ts";
export type { PolicyRule, TrustPolicy } from "./policy/policy.ts";
export type { ImageName } from "./reference.ts";
export {
  describeTrustedRoot,
  type TrustedPart,
  type TrustedPartKind,
} from "./roots/describe.ts";
export { parseTrustedRoots } from "./roots/document.ts";
export { embeddedTrustedRoot } from "./roots/embedded.ts";
export { findInstance, type SigstoreInstance } from "./roots/instance.ts";
export {
  type RefreshedRoot,
  type RefreshOptions,
  refreshTrustedRoot,
} from "./roots/lazy-refresh.ts";
export {
  type LoadedRoot,
  type LoadedRoots,
  type LoadRootsOptions,
  loadTrustedRoots,
} from "./roots/load.ts";
export {
  type LogService,
  publicServices,
  readSigningConfig,
  type SigningServices,
} from "./sign/services/signing-config.ts";
export {
  type SignedImage,
  type SigningFormat,
  type SigningOptions,
  type SignOptions,
  signImage,
} from "./sign/sign-image.ts";
export { keySigner } from "./signers/key-signer.ts";
export {
  type KeylessOptions,
  type KeylessSigner,
  keylessSigner,
} from "./signers/keyless/keyless-signer.ts";
export type { KmsOptions } from "./signers/kms/kms.ts";
export { isKmsUri, openKmsKey } from "./signers/kms/open-key.ts";
export type { Signer } from "./signers/signer.ts";
export { loadCertificateChain, type X509Signer, x509Signer } from "./signers/x509-signer.ts";
export type { Artifact } from "./sigstore/artifact.ts";
export type { KeyValidity } from "./sigstore/check-key-material.ts";
export type { SigstoreTrust } from "./sigstore/trust.ts";
export { type VerifyBundleOptions, verifyBundle } from "./sigstore/verify-bundle.ts";
export type { TimestampAuthority } from "./timestamp/request-token.ts";
export { type VerifyOptions, verifyImage } from "./verify/verify-image.ts";
