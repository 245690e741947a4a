/** The command `sign-bundle` of sigstore-conformance's cli_protocol.md. */
import { readFileSync, writeFileSync } from "node:fs";
import {
  keylessSigner,
  publicServices,
  readSigningConfig,
  type SigningServices,
  signArtifact,
} from "@plimsoll/sign";

export interface SignBundleOptions {
  readonly identityToken: string;
  /** Where to write the bundle to. */
  readonly bundle: string;
  readonly staging?: boolean | undefined;
  readonly inToto?: boolean | undefined;
  readonly trustedRoot?: string | undefined;
  readonly signingConfig?: string | undefined;
}

/** Sigstore's public instance for tests. */
const stagingServices: SigningServices = {
  fulcioUrl: "https://fulcio.sigstage.dev",
  tlog: [{ url: "https://rekor.sigstage.dev", version: 1 }],
  tsa: ["https://timestamp.sigstage.dev/api/v1/timestamp"],
};

/** Signs a file without a key and writes the bundle; throws when that cannot be done. */
export async function signBundle(file: string, options: SignBundleOptions): Promise<void> {
  const { signingConfig, trustedRoot, identityToken } = options;
  const services =
    signingConfig === undefined
      ? options.staging
        ? stagingServices
        : publicServices
      : readSigningConfig(readJson(signingConfig));
  const { fulcioUrl, tlog, tsa } = services;
  if (fulcioUrl === undefined) throw new Error("the signing configuration names no authority");
  const bundle = await signArtifact({
    artifact: readFileSync(file),
    isStatement: options.inToto,
    signer: await keylessSigner({ identityToken, fulcioUrl }),
    tlog,
    tsa,
    trustedRoots: trustedRoot === undefined ? [] : [readJson(trustedRoot)],
  });
  writeFileSync(options.bundle, bundle);
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}
