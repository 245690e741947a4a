import { evaluateSeccomp, type SeccompDecision } from "./evaluate.ts";
import type { ArgumentCondition } from "./profile.ts";
import type { ResolvedSeccomp } from "./resolve.ts";

/** A call that two profiles decide differently. */
export interface SeccompDifference {
  readonly name: string;
  /** Arguments for which they do: a counter-example. */
  readonly values: readonly bigint[];
  readonly from: SeccompDecision;
  readonly to: SeccompDecision;
}

export interface SeccompDiff {
  /** One counter-example for each pair of decisions of each call. */
  readonly differences: readonly SeccompDifference[];
  /** Calls with so many conditions that not every case was tried. */
  readonly sampled: readonly string[];
}

/** Cases tried of one call: a profile has a few conditions each, a hostile one thousands. */
const maxCases = 20_000;
const max64 = 0xffff_ffff_ffff_ffffn;

/**
 * Compares two resolved profiles by what they decide, not by how they are written. Conditions
 * compare an argument with constants, so that between two constants nothing changes: trying the
 * constants and their neighbours tries every case.
 *
 * @param names the calls to compare; default: all that either profile names, and one that neither does
 */
export function diffSeccomp(
  from: ResolvedSeccomp,
  to: ResolvedSeccomp,
  names: Iterable<string> = [...from.clauses.keys(), ...to.clauses.keys(), "(any other call)"],
): SeccompDiff {
  const differences: SeccompDifference[] = [];
  const sampled: string[] = [];
  for (const name of new Set(names)) {
    const conditions = [...(from.clauses.get(name) ?? []), ...(to.clauses.get(name) ?? [])].flatMap(
      (clause) => clause.conditions,
    );
    const { cases, isComplete } = casesOf(conditions);
    if (!isComplete) sampled.push(name);
    const seen = new Set<string>();
    for (const values of cases) {
      const [before, after] = [
        evaluateSeccomp(from, name, values),
        evaluateSeccomp(to, name, values),
      ];
      if (before.action === after.action && before.errno === after.errno) continue;
      const pair = [before.action, before.errno, after.action, after.errno].join();
      if (seen.has(pair)) continue;
      seen.add(pair);
      differences.push({ name, values, from: before, to: after });
    }
  }
  return { differences, sampled };
}

/** Arguments that tell every case apart that the conditions can. */
function casesOf(conditions: readonly ArgumentCondition[]): {
  cases: Iterable<readonly bigint[]>;
  isComplete: boolean;
} {
  const byIndex = Array.from({ length: 6 }, (_, index) =>
    valuesOf(conditions.filter((condition) => condition.index === index)),
  );
  const total = byIndex.reduce((product, { values }) => product * values.length, 1);
  const isComplete = total <= maxCases && byIndex.every((one) => one.isComplete);
  return { cases: take(product(byIndex.map(({ values }) => values)), maxCases), isComplete };
}

/** The constants of one argument, their neighbours, and for masks each way to meet or miss them. */
function valuesOf(conditions: readonly ArgumentCondition[]): {
  values: readonly bigint[];
  isComplete: boolean;
} {
  const values = new Set<bigint>([0n]);
  if (conditions.length === 0) return { values: [0n], isComplete: true };
  const add = (value: bigint) => values.add(BigInt.asUintN(64, value));
  const plain = conditions.filter(({ op }) => op !== "SCMP_CMP_MASKED_EQ");
  const masked = conditions.filter(({ op }) => op === "SCMP_CMP_MASKED_EQ");
  add(max64);
  for (const { value } of plain) {
    add(value);
    if (value > 0n) add(value - 1n);
    if (value < max64) add(value + 1n);
  }
  for (const base of [...values]) {
    for (const { value: mask, valueTwo } of masked) {
      const met = (base & ~mask) | valueTwo;
      add(met);
      // Missing a mask by one of its bits is missing it.
      for (let bit = 1n; bit <= mask; bit <<= 1n) if ((mask & bit) !== 0n) add(met ^ bit);
      if (values.size > maxCases) return { values: [...values], isComplete: false };
    }
  }
  // Two masks over one argument can be met and missed together in more ways than these.
  return { values: [...values], isComplete: new Set(masked.map(({ value }) => value)).size < 2 };
}

function* product(
  lists: readonly (readonly bigint[])[],
  prefix: readonly bigint[] = [],
): Generator<readonly bigint[]> {
  const [first, ...rest] = lists;
  if (first === undefined) {
    yield prefix;
    return;
  }
  for (const value of first) yield* product(rest, [...prefix, value]);
}

function* take<Item>(items: Iterable<Item>, count: number): Generator<Item> {
  let left = count;
  for (const item of items) {
    if (left === 0) return;
    left -= 1;
    yield item;
  }
}
