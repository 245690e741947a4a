import { PlimsollError, type TrustSigner } from "@plimsoll/core";
import type { CertificateIdentity, TextRule } from "../identity/identity.ts";
import { compilePathGlob } from "./path-glob.ts";

/** Whether a certificate's signer is who the identity asks for: everything that is given must hold. */
export async function matchIdentity(
  signer: TrustSigner,
  { issuer, subject, claims }: CertificateIdentity,
): Promise<boolean> {
  if (signer.kind !== "certificate" || signer.issuer === undefined) return false;
  const wanted: [string | undefined, TextRule][] = [[signer.issuer, issuer]];
  if (subject !== undefined) wanted.push([signer.name, subject]);
  for (const [name, rule] of Object.entries(claims ?? {})) {
    const own = signer.claims ?? {};
    wanted.push([Object.hasOwn(own, name) ? own[name] : undefined, rule]);
  }
  for (const [text, rule] of wanted) {
    if (text === undefined || !(await matchText(text, rule))) return false;
  }
  return true;
}

async function matchText(text: string, rule: TextRule): Promise<boolean> {
  if (typeof rule === "string") return text === rule;
  if ("glob" in rule) return compilePathGlob(rule.glob)(text);
  const { RE2JS } = await import("re2js");
  return RE2JS.compile(rule.pattern).matches(text);
}

/**
 * Compiles the patterns of identities once, so that a broken one is found before anything is judged.
 *
 * @throws PlimsollError `INVALID_CONFIG` for a pattern that is no regular expression of RE2's kind
 */
export async function requirePatterns(identities: readonly CertificateIdentity[]): Promise<void> {
  for (const { issuer, subject } of identities) {
    for (const rule of [issuer, subject]) {
      if (rule === undefined || typeof rule === "string" || !("pattern" in rule)) continue;
      const { RE2JS } = await import("re2js");
      try {
        RE2JS.compile(rule.pattern);
      } catch (cause) {
        throw new PlimsollError("INVALID_CONFIG", "A pattern is no regular expression (RE2)", {
          subject: rule.pattern.slice(0, 160),
          action: "Correct it, or write identity for an exact text.",
          cause,
        });
      }
    }
  }
}
