import type { Reference, RegistryClient } from "@plimsoll/registry";
import type { PrivateKey } from "../keys/private-key.ts";
import type { Question } from "../verify/check.ts";

/** Everything that both formats need to sign one manifest. */
export interface Signing {
  readonly client: RegistryClient;
  /** By digest. */
  readonly reference: Reference;
  /** The manifest to sign. */
  readonly subject: { readonly mediaType: string; readonly digest: string; readonly size: number };
  readonly key: PrivateKey;
  readonly annotations: Readonly<Record<string, string>>;
  /** What the finished signature must answer before it is pushed. */
  readonly question: Question;
  readonly signal: AbortSignal | undefined;
}

/** Where the signature is. */
export interface Pushed {
  /** Digest of the manifest that carries the signature. */
  readonly signatureDigest: string;
  /** True when the same key had signed the same already, and nothing was written. */
  readonly wasSigned: boolean;
}
