import { createFinding, type Finding, type Ignore } from "@plimsoll/core";

/** The rules that `judge` itself can report, with their severities. */
export const policyRules = {
  "ignore-expired": {
    severity: "medium",
    title: "A waiver has expired and no longer holds",
  },
  "ignore-unused": {
    severity: "low",
    title: "A waiver matches nothing",
  },
} as const;

/** Reports a waiver whose last day has passed. */
export function noteExpired(ignore: Ignore, matches: number): Finding {
  const still =
    matches === 0
      ? "Nothing matches it any more."
      : `It would match ${matches} ${matches === 1 ? "finding" : "findings"}.`;
  return note("ignore-expired", ignore, {
    title: `The waiver for ${conditionsOf(ignore)} expired on ${ignore.expires}`,
    description: `An expired waiver suppresses nothing. ${still}`,
    fix:
      matches === 0
        ? "Remove the waiver."
        : "Fix what it waived, or renew it with a new day of expiry and a reason that still holds.",
  });
}

/** Reports a waiver that matched no failing finding. */
export function noteUnused(ignore: Ignore): Finding {
  return note("ignore-unused", ignore, {
    title: `The waiver for ${conditionsOf(ignore)} matches nothing`,
    description:
      "A waiver that nothing needs hides the next finding that happens to match it. Its cause may have been fixed, or one of its conditions may be misspelt.",
    fix: "Remove the waiver, or correct its conditions.",
  });
}

function note(
  rule: keyof typeof policyRules,
  ignore: Ignore,
  texts: { title: string; description: string; fix: string },
): Finding {
  return createFinding({
    rule,
    kind: "policy",
    severity: policyRules[rule].severity,
    title: texts.title,
    description: texts.description,
    evidence: { value: ignore.reason, source: "reason of the waiver" },
    fix: { description: texts.fix },
    identity: [
      ignore.id,
      ignore.rule,
      ignore.package,
      ignore.path,
      ignore.fingerprint,
      ...(ignore.target === undefined ? [] : [ignore.target]),
    ],
  });
}

function conditionsOf(ignore: Ignore): string {
  const { id, rule, package: name, path, target, fingerprint } = ignore;
  return Object.entries({ id, rule, package: name, path, target, fingerprint })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key} ${value}`)
    .join(", ");
}
