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
export type { MigratedTag, Migration } from "./dct/migrate.ts";
export type { DctTrust } from "./dct/trust.ts";
export type { DctOptions, VerifiedTag, VerifyTagOptions } from "./dct/verify-tag.ts";
export type { DctWriteOptions } from "./dct/write/change.ts";
export type { InitialisedRepository, InitialiseOptions } from "./dct/write/initialise.ts";
export type { RevokedTag, RevokeOptions } from "./dct/write/revoke.ts";
export type { RotatedKey, RotateOptions } from "./dct/write/rotate.ts";
export type { SignedDctTag, SignTagOptions } from "./dct/write/sign-tag.ts";
export type { AddSignerOptions, RemoveSignerOptions } from "./dct/write/signers.ts";
export type { KeyAlgorithm } from "./keys/algorithm.ts";
export { generateKeyPair, type KeyPair, type KeyPairOptions } from "./keys/key-pair.ts";
export { loadPrivateKey, type PrivateKey } from "./keys/private-key.ts";
export { loadPublicKey, type PublicKey } from "./keys/public-key.ts";
export type { ImageName } from "./reference.ts";
export {
  type SignedImage,
  type SigningFormat,
  type SignOptions,
  signImage,
} from "./sign/sign-image.ts";
export { type VerifyOptions, verifyImage } from "./verify/verify-image.ts";
