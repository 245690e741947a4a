import { PlimsollError, type TrustSigner } from "@plimsoll/core";
import type { CertificateIdentity, TextRule } from "../identity/identity.ts";
import { compilePathGlob } from "./path-glob.ts";

/** An identity ready to use: gives why a signer is somebody else, or `undefined`. */
export type IdentityMatcher = (signer: TrustSigner) => string | undefined;

/**
 * Makes an identity ready: everything that is given must hold.
 *
 * @throws PlimsollError `INVALID_ARGUMENT` for a pattern that is no regular expression of RE2's kind
 */
export async function compileIdentity(identity: CertificateIdentity): Promise<IdentityMatcher> {
  const claims = Object.entries(identity.claims ?? {});
  const rules = await Promise.all([
    compileText(identity.issuer),
    ...(identity.subject === undefined ? [] : [compileText(identity.subject)]),
    ...claims.map(([, rule]) => compileText(rule)),
  ]);
  return (signer) => {
    const own = signer.claims ?? {};
    const texts = [
      signer.issuer,
      ...(identity.subject === undefined ? [] : [signer.name]),
      ...claims.map(([name]) => (Object.hasOwn(own, name) ? own[name] : undefined)),
    ];
    const isSame =
      signer.kind === "certificate" &&
      texts.every((text, i) => text !== undefined && rules[i]!(text));
    return isSame ? undefined : "The certificate is somebody else's";
  };
}

async function compileText(rule: TextRule): Promise<(text: string) => boolean> {
  if (typeof rule === "string") return (text) => text === rule;
  if ("glob" in rule) return compilePathGlob(rule.glob);
  const { RE2JS } = await import("re2js");
  try {
    const compiled = RE2JS.compile(rule.pattern);
    return (text) => compiled.matches(text);
  } catch (cause) {
    throw new PlimsollError("INVALID_ARGUMENT", "A pattern is no regular expression (RE2)", {
      subject: rule.pattern.slice(0, 160),
      action: "Correct it, or write identity for an exact text.",
      cause,
    });
  }
}
