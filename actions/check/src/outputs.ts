import * as core from "@actions/core";
import type { Report } from "@plimsoll/core";
import type { ReportFiles } from "./reports.ts";

/** Values for later steps, by the names of `action.yml`. Those that do not apply are left empty. */
export function outputsOf(report: Report, files: ReportFiles, commentUrl: string | undefined) {
  return {
    verdict: report.verdict.result,
    findings: String(report.findings.filter(({ status }) => status === "fail").length),
    new: countOf(report.difference?.new),
    fixed: countOf(report.difference?.fixed),
    incomplete: String(report.incomplete.length),
    digest: report.subject.digest ?? "",
    report: files.report,
    sarif: files.sarif ?? "",
    sbom: files.sbom ?? "",
    "comment-url": commentUrl ?? "",
  };
}

function countOf(list: readonly unknown[] | undefined): string {
  return list === undefined ? "" : String(list.length);
}

/** Hands the outputs to the runner, each between delimiters that its value cannot know. */
export function setOutputs(...from: Parameters<typeof outputsOf>): void {
  for (const [name, value] of Object.entries(outputsOf(...from))) core.setOutput(name, value);
}
