import type { Finding, FindingStatus, Report } from "@plimsoll/core";

/** A control of a benchmark. */
export interface Control {
  /** `5.10` */
  readonly id: string;
  /** What is so where it is met. */
  readonly title: string;
}

/** A benchmark, in its own order. */
export interface Benchmark {
  readonly controls: readonly Control[];
  /** Names of sections by the first part of their controls' ids. */
  readonly sections: Readonly<Record<string, string>>;
}

/** What a report says of a control. */
export interface JudgedControl extends Control {
  /** The worst of its findings; `unknown` where nothing looked. */
  readonly status: FindingStatus;
  /** Those with that status. */
  readonly findings: readonly Finding[];
}

/** Worst first: what could not be read may be as bad as what fails. */
const order: readonly FindingStatus[] = ["fail", "unknown", "suppressed", "pass", "notApplicable"];

/** What the report says of each control, in the benchmark's order, by section. */
export function judgeControls(
  report: Report,
  { controls, sections }: Benchmark,
): { id: string; title: string; controls: JudgedControl[] }[] {
  const findings = indexFindings(report.findings);
  return Object.entries(sections).map(([id, title]) => ({
    id,
    title,
    controls: controls
      .filter((control) => control.id.startsWith(`${id}.`))
      .map((control) => judgeControl(control, findings.get(control.id) ?? [])),
  }));
}

/** A sentence why a control is neither met nor failed; undefined where there is none. */
export function reasonOf({ findings }: JudgedControl): string | undefined {
  const [first] = findings;
  return first === undefined ? "nothing looked at it" : first.statusReason;
}

function judgeControl(control: Control, findings: readonly Finding[]): JudgedControl {
  const status = order.find((each) => findings.some((finding) => finding.status === each));
  if (status === undefined) return { ...control, status: "unknown", findings: [] };
  return { ...control, status, findings: findings.filter((finding) => finding.status === status) };
}

function indexFindings(findings: readonly Finding[]): Map<string, Finding[]> {
  const index = new Map<string, Finding[]>();
  for (const finding of findings) {
    const ids = new Set([...(finding.peers.cis ?? []), ...(finding.peers["docker-bench"] ?? [])]);
    for (const id of ids) {
      const list = index.get(id);
      if (list === undefined) index.set(id, [finding]);
      else list.push(finding);
    }
  }
  return index;
}
