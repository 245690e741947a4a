import { PlimsollError, type TrustSigner } from "@plimsoll/core";
import type { CertificateIdentity, TextRule } from "./identity.ts";
import { compileTextRule, describeTextRule, type TextMatcher } from "./text-rule.ts";

/** An identity ready to use: gives why a signer is somebody else, or `undefined`. */
export type IdentityMatcher = (signer: TrustSigner) => string | undefined;

/**
 * Says why the holder of a short-lived certificate is not the one asked for.
 *
 * @returns a sentence, or `undefined` when everything that is asked for holds
 * @throws PlimsollError `INVALID_ARGUMENT` when the identity could be anybody's or cannot be understood
 */
export async function matchIdentity(
  signer: TrustSigner,
  identity: CertificateIdentity,
): Promise<string | undefined> {
  return (await compileIdentity(identity))(signer);
}

/**
 * Makes an identity ready, for many signers.
 *
 * @throws PlimsollError `INVALID_ARGUMENT`
 */
export async function compileIdentity(identity: CertificateIdentity): Promise<IdentityMatcher> {
  const claims = Object.entries(identity.claims ?? {});
  if (identity.subject === undefined && claims.length === 0) {
    throw new PlimsollError(
      "INVALID_ARGUMENT",
      "An identity needs more than its issuer: a subject, or claims",
      { action: "Name the workflow, the repository or the address that may sign." },
    );
  }
  const parts = await Promise.all([
    compilePart("issuer", identity.issuer, ({ issuer }) => issuer),
    ...(identity.subject === undefined
      ? []
      : [compilePart("subject", identity.subject, ({ name }) => name)]),
    ...claims.map(([name, rule]) =>
      compilePart(name, rule, (signer) =>
        // A claim that is called like something that every object has is not one.
        Object.hasOwn(signer.claims ?? {}, name) ? signer.claims?.[name] : undefined,
      ),
    ),
  ]);
  return (signer) => {
    if (signer.kind !== "certificate") return "It was not made with a short-lived certificate";
    for (const { name, rule, matches, read } of parts) {
      const text = read(signer);
      if (text === undefined) return `The certificate says nothing of the ${name}`;
      if (!matches(text)) {
        return `The ${name} is ${JSON.stringify(text)}, not ${describeTextRule(rule)}`;
      }
    }
    return undefined;
  };
}

interface Part {
  readonly name: string;
  readonly rule: TextRule;
  readonly matches: TextMatcher;
  readonly read: (signer: TrustSigner) => string | undefined;
}

async function compilePart(
  name: string,
  rule: TextRule,
  read: (signer: TrustSigner) => string | undefined,
): Promise<Part> {
  return { name, rule, matches: await compileTextRule(rule), read };
}
