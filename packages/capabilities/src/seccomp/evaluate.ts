import type { ArgumentCondition, SeccompAction } from "./profile.ts";
import type { ResolvedSeccomp, SeccompClause } from "./resolve.ts";

/** What happens to one call. */
export interface SeccompDecision {
  readonly action: SeccompAction;
  readonly errno?: number;
  /** Place of the deciding rule in the profile; absent when the default decides. */
  readonly rule?: number;
}

/**
 * Decides a call as the kernel's filter does.
 *
 * @param values the six arguments as the registers hold them; missing ones are 0
 */
export function evaluateSeccomp(
  resolved: ResolvedSeccomp,
  name: string,
  values: readonly bigint[] = [],
): SeccompDecision {
  const clause = resolved.clauses.get(name)?.find(({ conditions }) => doHold(conditions, values));
  return clause === undefined ? defaultDecision(resolved) : decisionOf(clause);
}

/** Whether a call can be allowed at all, whatever its arguments, and whether that needs certain ones. */
export function allowance(
  resolved: ResolvedSeccomp,
  name: string,
): "always" | "sometimes" | "never" {
  const clauses = resolved.clauses.get(name) ?? [];
  const reach = clauses.findIndex(({ conditions }) => conditions.length === 0);
  const reached = reach < 0 ? clauses : clauses.slice(0, reach + 1);
  const actions: SeccompAction[] = reached.map(({ action }) => action);
  if (reach < 0) actions.push(resolved.defaultAction);
  const allowed = actions.filter(isAllowed).length;
  return allowed === actions.length ? "always" : allowed === 0 ? "never" : "sometimes";
}

/** True for actions that let the call through: `SCMP_ACT_LOG` only writes it down. */
export function isAllowed(action: SeccompAction): boolean {
  return action === "SCMP_ACT_ALLOW" || action === "SCMP_ACT_LOG";
}

export function doHold(
  conditions: readonly ArgumentCondition[],
  values: readonly bigint[],
): boolean {
  return conditions.every((condition) => holds(condition, values[condition.index] ?? 0n));
}

function holds({ op, value, valueTwo }: ArgumentCondition, argument: bigint): boolean {
  const actual = BigInt.asUintN(64, argument);
  switch (op) {
    case "SCMP_CMP_EQ":
      return actual === value;
    case "SCMP_CMP_NE":
      return actual !== value;
    case "SCMP_CMP_LT":
      return actual < value;
    case "SCMP_CMP_LE":
      return actual <= value;
    case "SCMP_CMP_GT":
      return actual > value;
    case "SCMP_CMP_GE":
      return actual >= value;
    case "SCMP_CMP_MASKED_EQ":
      return (actual & value) === valueTwo;
  }
}

function defaultDecision({ defaultAction, defaultErrno }: ResolvedSeccomp): SeccompDecision {
  return {
    action: defaultAction,
    ...(defaultErrno !== undefined && { errno: defaultErrno }),
  };
}

function decisionOf({ action, errno, rule }: SeccompClause): SeccompDecision {
  return { action, ...(errno !== undefined && { errno }), rule };
}
