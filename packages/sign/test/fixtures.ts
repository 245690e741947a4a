import { readFileSync } from "node:fs";

/** A key, signatures and a bundle that cosign wrote; see `note` in the file. */
export interface CosignFixture {
  image: string;
  passphrase: string;
  privateKey: string;
  publicKey: string;
  /** Simple signing, and its signature in base64. */
  payload: string;
  signature: string;
  bundle: string;
  bundleManifest: string;
  bundleIndexEntry: { mediaType: string; digest: string; size: number; artifactType: string };
}

const file = new URL("fixtures/cosign-3.1.1.json", import.meta.url);
export const cosign = JSON.parse(readFileSync(file, "utf8")) as CosignFixture;
