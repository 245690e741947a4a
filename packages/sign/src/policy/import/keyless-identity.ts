import type { JsonObject } from "../../encoding/json.ts";
import { type RequirementInput, WouldBeWeaker } from "./imported.ts";

/**
 * An identity as policy-controller and Kyverno write it: issuer and subject, each exact or as a regular
 * expression. There an expression may match a part; here it covers the whole text, which is stricter.
 *
 * @param wildcards whether `*` in a subject stands for any characters
 * @throws WouldBeWeaker when it names no issuer
 */
export function keylessOf(
  { issuer, issuerRegExp, subject, subjectRegExp }: JsonObject,
  wildcards: boolean,
  note: (why: string) => void,
): RequirementInput {
  const texts = [issuer, issuerRegExp, subject, subjectRegExp];
  if (texts.some((text) => text !== undefined && typeof text !== "string")) {
    throw new WouldBeWeaker("Its identity is no text");
  }
  if (!issuer && !issuerRegExp) throw new WouldBeWeaker("Its identity has no issuer");
  if (issuer && issuerRegExp) throw new WouldBeWeaker("Its identity has two issuers");
  if (subject && subjectRegExp) throw new WouldBeWeaker("Its identity has two subjects");
  if (issuerRegExp || subjectRegExp) {
    note("Its regular expressions must match the whole text here");
  }
  const by = issuer
    ? { issuer: String(issuer) }
    : { "issuer-pattern": withoutAnchors(String(issuerRegExp)) };
  if (subjectRegExp) {
    return { keyless: { ...by, "identity-pattern": withoutAnchors(String(subjectRegExp)) } };
  }
  if (!subject) {
    note("Its identity has an issuer and no subject: anybody of that issuer may sign, as there");
    return { keyless: { ...by, "identity-glob": "**" } };
  }
  const text = String(subject);
  if (!wildcards || !/[*?]/.test(text)) return { keyless: { ...by, identity: text } };
  if (text.includes("?")) throw new WouldBeWeaker("Its subject has the wildcard ?");
  return { keyless: { ...by, "identity-glob": text.replace(/\*+/g, "**") } };
}

function withoutAnchors(pattern: string): string {
  return pattern.replace(/^\^/, "").replace(/(?<!\\)\$$/, "");
}
