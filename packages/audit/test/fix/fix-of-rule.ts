import type { FixTier } from "@plimsoll/core";
import {
  applyFixes,
  auditCompose,
  auditDockerfile,
  auditKubernetes,
  auditRules,
} from "../../src/index.ts";
import { allExamples } from "../rules/all-examples.ts";

/** A bad example before and after the fix of its rule alone. */
export interface FixedExample {
  readonly tier: FixTier;
  readonly before: string;
  readonly after: string;
}

const audits: Readonly<Record<string, typeof auditDockerfile>> = {
  dockerfile: auditDockerfile,
  compose: auditCompose,
  kubernetes: auditKubernetes,
};

/** The audit of a rule's target by this rule alone; undefined for what is no text. */
export function auditByRule(
  rule: string,
): ((text: string) => ReturnType<typeof auditDockerfile>) | undefined {
  const target = auditRules.find(({ id }) => id === rule)?.target ?? "";
  const audit = audits[target];
  const disable = auditRules.map(({ id }) => id).filter((id) => id !== rule);
  return audit && ((text) => audit(text, { config: { disable } }));
}

/** The bad examples of a rule that its fixes mend, each with the tier that does. */
export function fixedExamples(rule: string): FixedExample[] {
  const audit = auditByRule(rule);
  if (audit === undefined) return [];
  return (allExamples[rule]?.bad ?? []).flatMap(({ text: before }) => {
    for (const tier of ["safe", "unsafe"] as const) {
      const { text: after } = applyFixes(before, audit, { unsafe: tier === "unsafe" });
      if (after !== before) return [{ tier, before, after }];
    }
    return [];
  });
}
