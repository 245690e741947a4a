import type { TrustSignature } from "@plimsoll/core";
import { type TrustConfig, trustConfigSchema } from "@plimsoll/core";
import type * as z from "zod";
import {
  loadTrustPolicy,
  type PrivateKey,
  type PublicKey,
  type TrustPolicy,
} from "../../src/index.ts";

type Input = NonNullable<z.input<typeof trustConfigSchema>>;
/** A rule as a user writes it. */
export type RuleInput = NonNullable<Input["rules"]>[number];

/** A policy as a user writes it; files are those of `files`. */
export async function policyOf(
  config: Input,
  files: Record<string, string> = {},
): Promise<TrustPolicy> {
  return loadTrustPolicy(configOf(config), {
    read: {
      list: async (path) => [path],
      file: async (path) => {
        const text = files[path];
        if (text === undefined) throw new Error(`no file ${path}`);
        return Buffer.from(text);
      },
    },
  });
}

export function configOf(config: Input): TrustConfig {
  return trustConfigSchema.parse(config);
}

/** The public half in PEM, as a policy may hold it. */
export function pemOf({ publicKey }: { publicKey: PublicKey }): string {
  return publicKey.keyObject.export({ format: "pem", type: "spki" }).toString();
}

/** A requirement for a signature by one of these keys. */
export function byKey(...keys: PrivateKey[]) {
  return { key: keys.map(pemOf) };
}

/** A signature that its format's verification accepted, by a key. */
export function signedByKey(keyId: string, digest = "sha256:1"): TrustSignature {
  return {
    format: "sigstore-bundle",
    digest,
    keyId,
    signer: { kind: "key", name: keyId },
    result: "verified",
    checks: [{ name: "signature", result: "pass", reason: "It holds" }],
  };
}

/** The same by a short-lived certificate of a workflow. */
export function signedByWorkflow(changes: Partial<TrustSignature["signer"]> = {}): TrustSignature {
  const subject = "https://github.com/octo/app/.github/workflows/release.yml@refs/heads/main";
  return {
    format: "sigstore-bundle",
    digest: "sha256:2",
    signer: {
      kind: "certificate",
      name: subject,
      issuer: "https://token.actions.githubusercontent.com",
      claims: {
        sourceRepositoryUri: "https://github.com/octo/app",
        sourceRepositoryRef: "refs/heads/main",
        sourceRepositoryIdentifier: "1234",
        sourceRepositoryOwnerIdentifier: "77",
        runnerEnvironment: "github-hosted",
      },
      signedAt: "2026-11-20T12:00:00Z",
      ...changes,
    },
    result: "verified",
    checks: [{ name: "signature", result: "pass", reason: "It holds" }],
  };
}
