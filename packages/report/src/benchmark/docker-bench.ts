import type { FindingStatus, Report } from "@plimsoll/core";
import { type Benchmark, type JudgedControl, judgeControls, reasonOf } from "./controls.ts";

/** The words of Docker Bench for Security. */
const results: Readonly<Record<FindingStatus, string>> = {
  fail: "WARN",
  unknown: "NOTE",
  suppressed: "INFO",
  pass: "PASS",
  notApplicable: "INFO",
};

/** The version of Docker Bench for Security whose numbers and form this is. */
const version = "1.6.0";

/**
 * The report in the form of Docker Bench for Security's `-l` JSON, for programs that read that. A
 * control that could not be looked at is a NOTE, one that does not apply an INFO.
 */
export function renderDockerBench(report: Report, benchmark: Benchmark): string {
  const sections = judgeControls(report, benchmark);
  const all = sections.flatMap(({ controls }) => controls);
  const count = (status: FindingStatus) => all.filter((each) => each.status === status).length;
  const start = Math.floor(Date.parse(report.timing.startedAt) / 1000);
  const document = {
    dockerbenchsecurity: version,
    start,
    tests: sections.map(({ id, title, controls }) => ({
      id,
      desc: title,
      results: controls.map(toResult),
    })),
    checks: all.length,
    score: count("pass") - count("fail"),
    end: start + Math.round(report.timing.totalMs / 1000),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function toResult(control: JudgedControl) {
  const { id, title, status, findings } = control;
  const head = { id, desc: title, result: results[status] };
  if (status !== "fail") {
    const details = status === "pass" ? undefined : reasonOf(control);
    return { ...head, ...(details === undefined ? {} : { details }) };
  }
  const items = findings.map(
    ({ location, evidence, title: what }) => `${location?.path ?? ""}: ${evidence?.value ?? what}`,
  );
  const fix = findings[0]?.fix?.description;
  const impact = findings[0]?.description;
  return {
    ...head,
    details: items.join("; "),
    items,
    ...(fix === undefined ? {} : { remediation: fix }),
    ...(impact === undefined ? {} : { "remediation-impact": impact }),
  };
}
