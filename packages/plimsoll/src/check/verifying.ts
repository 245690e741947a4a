/**
 * What checking takes of signing, so that a bundle of a check holds nothing of what makes signatures.
 */
export {
  chooseRule,
  listAttestations,
  loadPublicKey,
  loadTrustedRoots,
  loadTrustPolicy,
  verifyImage,
} from "@plimsoll/sign";
