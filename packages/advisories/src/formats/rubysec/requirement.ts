import { everything, type Span, type Spans } from "../../records/spans.ts";

const comparison = /^\s{0,9}(~>|[<>=!]{0,2})\s{0,9}([\w.-]{1,200})\s{0,9}$/;

/** The versions that a requirement of RubyGems allows: `~> 1.2.3, >= 1.2.3.4`. */
export function readRequirement(spans: Spans, requirement: string): Span[] | undefined {
  let allowed: Span[] = [everything];
  for (const part of requirement.slice(0, 1_000).split(",")) {
    const [, operator = "", version = ""] = comparison.exec(part) ?? [];
    const holds =
      operator === "~>" ? approximately(spans, version) : spans.where(operator, version);
    if (!holds) return undefined;
    allowed = spans.intersection(allowed, holds);
  }
  return allowed;
}

/**
 * `~> 1.2.3`: from 1.2.3 and before every 1.3, its pre-releases included (guides.rubygems.org/patterns,
 * "Pessimistic version constraint"). Letters come before digits: `1.3.a` is before them all.
 */
function approximately(spans: Spans, version: string): Span[] | undefined {
  const numbers = /^\d{1,9}(?:\.\d{1,9})*/.exec(version)?.[0].split(".");
  if (!numbers) return undefined;
  if (numbers.length > 1) numbers.pop();
  const last = Number(numbers.pop()) + 1;
  const next = [...numbers, last, "a"].join(".");
  return spans.between(version, next);
}
