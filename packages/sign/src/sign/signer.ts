import type { Reference, RegistryClient } from "@plimsoll/registry";
import type { Question } from "../verify/check.ts";
import type { Notaries } from "./sign-content.ts";

/** Everything that the formats need to sign one manifest, or to attest something about it. */
export interface Signing extends Notaries {
  readonly client: RegistryClient;
  /** By digest. */
  readonly reference: Reference;
  /** The manifest to sign. */
  readonly subject: { readonly mediaType: string; readonly digest: string; readonly size: number };
  /** What the finished signature must answer before it is pushed. */
  readonly question: Question;
  /** Parsed `trusted_root.json` documents that a finished keyless signature must satisfy; may be none. */
  readonly trustedRoots: readonly unknown[];
}

/** Where the signature is. */
export interface Pushed {
  /** Digest of the manifest that carries the signature. */
  readonly signatureDigest: string;
  /** True when the same signer had signed the same already, and nothing was written. */
  readonly wasSigned: boolean;
}
