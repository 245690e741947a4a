import { PlimsollError } from "@plimsoll/core";
import type { TextRule } from "./identity.ts";
import { compilePathGlob } from "./path-glob.ts";

/** Longer rules are mistakes; longer texts are no names. */
const maxRuleCharacters = 1024;
const maxTextCharacters = 4096;
/** A space to a tilde. What a wildcard covers is never shown to a person first, so it must be plain. */
const plainText = /^[\x20-\x7e]*$/;

/** A rule ready to use. */
export type TextMatcher = (text: string) => boolean;

/**
 * Makes a rule ready. Patterns are RE2's, which take time in proportion to the text; that library is
 * loaded only where there is one.
 *
 * @throws PlimsollError `INVALID_ARGUMENT` for an empty rule, one that is too long, or a pattern that RE2
 * does not know
 */
export async function compileTextRule(rule: TextRule): Promise<TextMatcher> {
  if (typeof rule === "string") {
    refuseOddRule(rule);
    return (text) => text === rule;
  }
  if ("glob" in rule) {
    const { glob } = rule;
    refuseOddRule(glob);
    const matches = compilePathGlob(glob);
    return (text) => isMatchable(text) && matches(text);
  }
  refuseOddRule(rule.pattern);
  const { RE2JS } = await import("re2js");
  try {
    const compiled = RE2JS.compile(rule.pattern);
    return (text) => isMatchable(text) && compiled.matcher(text).matches();
  } catch (cause) {
    throw new PlimsollError("INVALID_ARGUMENT", "The pattern is not one of RE2", {
      subject: rule.pattern,
      cause,
    });
  }
}

/** A rule as people read it. */
export function describeTextRule(rule: TextRule): string {
  if (typeof rule === "string") return JSON.stringify(rule);
  return "glob" in rule
    ? `the glob ${JSON.stringify(rule.glob)}`
    : `the pattern ${JSON.stringify(rule.pattern)}`;
}

function isMatchable(text: string): boolean {
  return text.length <= maxTextCharacters && plainText.test(text);
}

function refuseOddRule(text: unknown): void {
  if (typeof text === "string" && text !== "" && text.length <= maxRuleCharacters) return;
  throw new PlimsollError(
    "INVALID_ARGUMENT",
    `A rule for an identity must be a text of 1 to ${maxRuleCharacters} characters`,
  );
}
