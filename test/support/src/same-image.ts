import type { Report } from "@plimsoll/core";

/**
 * What of a report is the same for the same image from every source: not where it was read from, by
 * which name, how long that took, and whose signatures lie there.
 */
export function withoutSource({ subject, timing: _, findings, ...report }: Report) {
  const { reference: __, source: ___, digest: ____, ...rest } = subject;
  return {
    ...report,
    // Whether a name moves is a matter of the name.
    findings: findings.filter(({ rule }) => rule !== "image-latest"),
    subject: rest,
    trust: undefined,
  };
}
