import type { Report } from "@plimsoll/core";
import { plainLine } from "@plimsoll/report";

/**
 * Why the job fails, or `undefined` when it does not. A refusal comes before an incomplete
 * inspection, as in the command line's exit codes 1 and 3; only these decide, never a comment or a
 * format of output.
 */
export function failureOf({ subject, verdict, incomplete }: Report): string | undefined {
  if (verdict.result === "fail") {
    return plainLine(`${subject.reference} is not accepted: ${verdict.reasons.join(" ")}`);
  }
  const [first] = incomplete;
  if (first === undefined) return undefined;
  const more = incomplete.length > 1 ? ` And ${incomplete.length - 1} more.` : "";
  return plainLine(
    `${subject.reference} could not be inspected in full, so it does not count as accepted: ${first.what}: ${first.why}${more}`,
  );
}
