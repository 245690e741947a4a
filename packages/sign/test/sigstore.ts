import { createIdentityToken, type SigstoreServer } from "@plimsoll/test-support/sigstore";
import {
  type KeylessSigner,
  keylessSigner,
  readSigningConfig,
  type SigningServices,
} from "../src/index.ts";

/** What signing without a key needs of a Sigstore on loopback. */
export interface KeylessSetup extends SigningServices {
  signer: KeylessSigner;
  trustedRoots: unknown[];
}

/** A fresh short-lived key, certified by that Sigstore, and its services. */
export async function setUpKeyless(
  sigstore: SigstoreServer,
  claims: Readonly<Record<string, unknown>> = {},
): Promise<KeylessSetup> {
  const services = readSigningConfig(sigstore.signingConfig);
  const signer = await keylessSigner({
    identityToken: createIdentityToken(claims),
    fulcioUrl: services.fulcioUrl!,
  });
  return { ...services, signer, trustedRoots: [sigstore.trustedRoot] };
}
