export type { Attestation, UnreadableAttestation } from "./attestations/attestation.ts";
export {
  type Attestations,
  type ListAttestationsOptions,
  listAttestations,
} from "./attestations/list-attestations.ts";
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
export type { KeyAlgorithm } from "./keys/algorithm.ts";
export { generateKeyPair, type KeyPair, type KeyPairOptions } from "./keys/key-pair.ts";
export { loadPrivateKey, type PrivateKey } from "./keys/private-key.ts";
export { loadPublicKey, type PublicKey } from "./keys/public-key.ts";
export { chooseRule } from "./policy/choose-rule.ts";
export { type LoadPolicyOptions, loadTrustPolicy } from "./policy/load-policy.ts";
export type { PolicyFiles } from "./policy/load-signatory.ts";
export type { PolicyRule, TrustPolicy } from "./policy/policy.ts";
export type { ImageName } from "./reference.ts";
export {
  type SignedImage,
  type SigningFormat,
  type SignOptions,
  signImage,
} from "./sign/sign-image.ts";
export { type VerifyOptions, verifyImage } from "./verify/verify-image.ts";
