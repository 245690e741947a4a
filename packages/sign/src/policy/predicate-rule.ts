import type { PredicateRule, TrustCheck } from "@plimsoll/core";
import { check, shorten } from "../verify/check.ts";
import { valuesAt } from "./predicate-path.ts";

const dayMs = 24 * 60 * 60 * 1000;
const time = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

/** Compares what a predicate says with one rule. @param nowMs milliseconds since 1970 */
export function checkPredicate(predicate: unknown, rule: PredicateRule, nowMs: number): TrustCheck {
  const values = valuesAt(predicate, rule.path);
  const name = `predicate ${rule.path}`;
  if (values.length === 0) return check(name, "fail", "The predicate has no such value");
  const odd = values.find((value) => !holds(value, rule, nowMs));
  const isOdd = values.some((value) => !holds(value, rule, nowMs));
  const evidence = shorten(String(JSON.stringify(isOdd ? odd : values[0])), 300);
  return isOdd
    ? check(name, "fail", `It is not ${describe(rule)}`, evidence)
    : check(name, "pass", `It is ${describe(rule)}`, evidence);
}

function holds(value: unknown, rule: PredicateRule, nowMs: number): boolean {
  if (rule["one-of"] !== undefined) return rule["one-of"].some((one) => one === value);
  if (rule["at-least"] !== undefined) {
    return typeof value === "number" && value >= rule["at-least"];
  }
  if (rule["newer-than-days"] !== undefined) {
    const ms = typeof value === "string" && time.test(value) ? Date.parse(value) : Number.NaN;
    return ms <= nowMs && nowMs - ms <= rule["newer-than-days"] * dayMs;
  }
  return value === rule.equals;
}

function describe(rule: PredicateRule): string {
  const text = (value: unknown) => shorten(JSON.stringify(value), 100);
  if (rule["one-of"] !== undefined) {
    return `one of ${shorten(rule["one-of"].map(text).join(", "), 200)}`;
  }
  if (rule["at-least"] !== undefined) return `${rule["at-least"]} or more`;
  if (rule["newer-than-days"] !== undefined) {
    return `a time in the last ${rule["newer-than-days"]} days`;
  }
  return text(rule.equals);
}
