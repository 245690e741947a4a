import { fullRepository } from "@plimsoll/core";
import type { Reference } from "@plimsoll/registry";
import { compilePathGlob, tokensOf } from "../identity/path-glob.ts";
import type { PolicyRule, TrustPolicy } from "./policy.ts";

/** The rule for an image, or why there is none. */
export type ChosenRule =
  | { readonly rule: PolicyRule; readonly pattern: string }
  | { readonly rule?: undefined; readonly reason: string };

/**
 * Chooses the most specific rule that names the repository: the one without a wildcard, else the one
 * with the longest beginning before the first wildcard, else with the most characters, else with the
 * fewest `**`, then `*`. Where two rules are still equal there is none: nobody should guess. The order
 * of the rules does not matter.
 */
export function chooseRule(
  { rules }: Pick<TrustPolicy, "rules">,
  { registry, repository }: Pick<Reference, "registry" | "repository">,
): ChosenRule {
  const name = fullRepository(`${registry}/${repository}`) ?? "";
  const candidates = rules
    .flatMap((rule) => rule.images.map((pattern) => ({ rule, pattern })))
    .filter(({ pattern }) => compilePathGlob(normalisePattern(pattern))(name))
    .sort((a, b) => compareSpecificity(b.pattern, a.pattern));
  const [best] = candidates;
  if (best === undefined) return { reason: `No rule of the policy names ${name}` };
  const rival = candidates.find(
    ({ rule, pattern }) => rule !== best.rule && compareSpecificity(pattern, best.pattern) === 0,
  );
  if (rival === undefined) return best;
  const patterns = [best.pattern, rival.pattern].sort().join(" and ");
  return { reason: `Two rules of the policy name ${name} equally well: ${patterns}` };
}

/** A pattern with what Docker leaves out of the names of its hub: `debian` is `docker.io/library/debian`. */
export function normalisePattern(pattern: string): string {
  const host = pattern.split("/", 1)[0] ?? "";
  return host.includes("*") ? pattern.toLowerCase() : (fullRepository(pattern) ?? pattern);
}

function compareSpecificity(a: string, b: string): number {
  const [left, right] = [specificityOf(a), specificityOf(b)];
  for (const [i, value] of left.entries()) {
    if (value !== right[i]) return value - right[i]!;
  }
  return 0;
}

function specificityOf(given: string): number[] {
  const tokens = tokensOf(normalisePattern(given));
  const [first] = tokens;
  const literal = tokens.map((token) => (token.kind === "literal" ? token.text.length : 0));
  const count = (kind: string) => tokens.filter((token) => token.kind === kind).length;
  return [
    count("star") + count("any") === 0 ? 1 : 0,
    first?.kind === "literal" ? first.text.length : 0,
    literal.reduce((sum, length) => sum + length, 0),
    -count("any"),
    -count("star"),
  ];
}
