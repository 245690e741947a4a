import type { NotationAction, NotationLevel, NotationTrust } from "./trust.ts";

/** Steps of a verification that a level can relax; integrity is always enforced. */
export type RelaxedStep = "authenticity" | "authenticTimestamp" | "expiry" | "revocation";

// trust-store-trust-policy.md, "Signature Verification details".
const levels: Readonly<Record<NotationLevel, Readonly<Record<RelaxedStep, NotationAction>>>> = {
  strict: {
    authenticity: "enforce",
    authenticTimestamp: "enforce",
    expiry: "enforce",
    revocation: "enforce",
  },
  permissive: {
    authenticity: "enforce",
    authenticTimestamp: "log",
    expiry: "log",
    revocation: "log",
  },
  audit: { authenticity: "log", authenticTimestamp: "log", expiry: "log", revocation: "log" },
};

/** What becomes of the step when it does not hold. */
export function actionFor(step: RelaxedStep, trust: NotationTrust): NotationAction {
  return trust[step] ?? levels[trust.level][step];
}
