import { everything, type Span, type Spans } from "../../records/spans.ts";

const comparator =
  /(\^|~|[<>]?=|[<>])?\s*v?(\d{1,9}(?:\.\d{1,9}){0,2}(?:-[\w.-]+)?|\*)((?:\.[x*]){1,2})?(?=\s|$)/y;
const maxRange = 1_000;

/** The versions of a range of npm's semver (`8.x || ^7.10.1 || >=6.0.0 <6.2.0`), without hyphens. */
export function readRange(spans: Spans, range: string): Span[] | undefined {
  if (range.length > maxRange) return undefined;
  const all: Span[] = [];
  for (const alternative of range.split("||")) {
    const found = readAlternative(spans, alternative.trim());
    if (!found) return undefined;
    all.push(...found);
  }
  return spans.union(all);
}

function readAlternative(spans: Spans, alternative: string): Span[] | undefined {
  let allowed: Span[] = [everything];
  let at = 0;
  while (at < alternative.length) {
    comparator.lastIndex = at;
    const match = comparator.exec(alternative);
    if (!match) return undefined;
    const [whole, operator = "", version = "", wildcard] = match;
    const holds = readComparator(spans, operator, version, wildcard !== undefined);
    if (!holds) return undefined;
    allowed = spans.intersection(allowed, holds);
    at += whole.length;
    while (alternative[at] === " ") at += 1;
  }
  return allowed;
}

function readComparator(
  spans: Spans,
  operator: string,
  version: string,
  isWildcard: boolean,
): Span[] | undefined {
  if (version === "*") return [everything];
  const numbers = version.replace(/-.*$/, "").split(".").map(Number);
  const isPartial = isWildcard || numbers.length < 3;
  const first = isPartial ? fill(numbers) : version;
  const next = nextOf(numbers);
  if (operator === "^") {
    // github.com/npm/node-semver, "Caret Ranges": up to a change of the first number that is not 0.
    const kept = numbers.findIndex((number) => number > 0);
    return spans.between(first, nextOf(numbers.slice(0, kept < 0 ? numbers.length : kept + 1)));
  }
  if (operator === "~") return spans.between(first, nextOf(numbers.slice(0, 2)));
  if (!isPartial) return spans.where(operator, version);
  // "<= 10" means every 10.x.
  if (operator === "<=") return spans.where("<", next);
  if (operator === ">") return spans.where(">=", next);
  return operator === "" || operator === "="
    ? spans.between(first, next)
    : spans.where(operator, first);
}

function fill(numbers: readonly number[]): string {
  return [...numbers, 0, 0].slice(0, 3).join(".");
}

function nextOf(numbers: readonly number[]): string {
  return fill([...numbers.slice(0, -1), (numbers.at(-1) ?? 0) + 1]);
}
