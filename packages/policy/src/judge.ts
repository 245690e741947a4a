import type {
  AdvisoryData,
  Config,
  Finding,
  Incomplete,
  Subject,
  Trust,
  Verdict,
} from "@plimsoll/core";
import { weighAdvisories, weighIncomplete, weighTrust } from "./gate/circumstances.ts";
import { type Reasons, weighFindings } from "./gate/findings.ts";
import { applyIgnores } from "./ignore/apply.ts";

/** The parts of a report that decide its verdict. */
export interface JudgeInput {
  findings: readonly Finding[];
  trust: Trust;
  incomplete: readonly Incomplete[];
  advisories?: AdvisoryData | undefined;
  subject?: Subject | undefined;
  /** Fingerprints of findings that what it is compared with has, too; absent when nothing is compared. */
  known?: ReadonlySet<string> | undefined;
}

/** The findings after the waivers, and the verdict over them. */
export interface Judgement {
  findings: Finding[];
  verdict: Verdict;
}

/**
 * Applies the waivers of `config` and gives the verdict.
 *
 * `fail`: a failing finding reaches `fail-on` (a vulnerability without a fixed version only with
 * `fail-on-unfixed`, one whose fix is new only after `fix-grace-days`), a signature does not hold, or a required one is missing. `warn`: failing
 * findings of medium severity or worse, or of no rated severity, remain; a check could not be
 * carried out; something could not be inspected; the advisory data is stale, of unknown age or
 * missing. `pass`: none of these. Reasons for `fail` come first.
 *
 * Pure: the verdict depends on the arguments alone and not on the order of the findings.
 *
 * @param options.now decides which waivers have expired and how old the advisory data is
 */
export function judge(input: JudgeInput, config: Config, options: { now: Date }): Judgement {
  const { now } = options;
  const findings = applyIgnores(
    input.findings,
    config.ignore,
    now.toISOString().slice(0, 10),
    input.subject?.kind === "files" ? undefined : input.subject?.reference,
  );
  const weighed: Reasons[] = [
    weighFindings(findings, config, now, input.known),
    weighTrust(input.trust, config),
    weighIncomplete(input.incomplete),
    weighAdvisories(input.advisories, input.subject, config, now),
  ];
  const fail = weighed.flatMap((reasons) => reasons.fail);
  const warn = weighed.flatMap((reasons) => reasons.warn);
  const result = fail.length > 0 ? "fail" : warn.length > 0 ? "warn" : "pass";
  return { findings, verdict: { result, reasons: [...fail, ...warn] } };
}
