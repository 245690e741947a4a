import type { BaseAdvice, BaseCandidate, Report } from "@plimsoll/core";
import { countOf, formatCount, severityOrder, severityWords } from "./words.ts";

/** Other base images that are told of; the best come first. */
const mostShown = 3;

/** A sentence for each other base image that was looked at; nothing where none was. */
export function describeBaseAdvice({ baseAdvice }: Pick<Report, "baseAdvice">): string[] {
  if (baseAdvice === undefined) return [];
  const { candidates } = baseAdvice;
  const more = candidates.length - mostShown;
  return [
    ...candidates.slice(0, mostShown).map((candidate) => describeCandidate(candidate, baseAdvice)),
    ...(more > 0 ? [`${formatCount(more)} more were compared`] : []),
  ];
}

function describeCandidate(
  { reference, cleared, added, remaining }: BaseCandidate,
  { current, vulnerabilities }: BaseAdvice,
): string {
  const left = severityOrder
    .filter((severity) => (remaining[severity] ?? 0) > 0)
    .map((severity) => `${formatCount(remaining[severity] ?? 0)} ${severityWords[severity]}`);
  const brings = added === 0 ? "" : `, brings ${formatCount(added)} of its own`;
  const keeps = left.length === 0 ? "none is left" : `${left.join(", ")} left`;
  return `${reference} in place of ${current} clears ${formatCount(cleared)} of ${countOf(vulnerabilities, "vulnerability", "vulnerabilities")}${brings}: ${keeps}`;
}
