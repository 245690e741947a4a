import { isAbsolute } from "node:path";
import * as core from "@actions/core";
import { compareSeverity, type Finding, type Report, type Severity } from "@plimsoll/core";
import { plainLine } from "@plimsoll/report";

/**
 * GitHub shows 10 annotations of each type per step. One is kept for the action's own failure,
 * warning or notice.
 */
export const annotationsPerType = 9;

type Level = "error" | "warning" | "notice";

export interface Annotation {
  level: Level;
  message: string;
  properties: core.AnnotationProperties;
}

const levels: Record<Severity, Level> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "notice",
  negligible: "notice",
  unknown: "notice",
};

/**
 * The findings that get an annotation: worst first, and among equals those with a line of a file
 * of the repository, where the annotation can stand beside it.
 *
 * @param sourcePaths Dockerfiles and compose files, from the repository's root
 */
export function planAnnotations(report: Report, sourcePaths: readonly string[]): Annotation[] {
  const sources = new Set(sourcePaths.filter((path) => !isAbsolute(path)));
  const place = ({ location }: Finding): core.AnnotationProperties => {
    if (location === undefined || !sources.has(location.path)) return {};
    return {
      file: location.path,
      ...(location.line !== undefined && { startLine: location.line }),
      ...(location.column !== undefined && { startColumn: location.column }),
    };
  };
  // Nobody's change is to blame for what was there before.
  const known = new Set(report.difference?.unchanged);
  const all = report.findings
    .filter(({ status, fingerprint }) => status === "fail" && !known.has(fingerprint))
    .map((finding) => ({ finding, place: place(finding) }))
    .sort(
      (a, b) =>
        compareSeverity(b.finding.severity, a.finding.severity) ||
        Number(b.place.file !== undefined) - Number(a.place.file !== undefined),
    )
    .map(({ finding, place }) => ({
      level: levelOf(finding, report),
      message: messageOf(finding),
      properties: { title: titleOf(finding), ...place },
    }));
  return (["error", "warning", "notice"] as const).flatMap((level) =>
    all.filter((annotation) => annotation.level === level).slice(0, annotationsPerType),
  );
}

/** Hands annotations to the runner; the toolkit escapes what could end the command. */
export function emitAnnotations(annotations: readonly Annotation[]): void {
  const emit = { error: core.error, warning: core.warning, notice: core.notice };
  for (const { level, message, properties } of annotations) emit[level](message, properties);
}

/** Red is for what keeps a job from passing: in one that is accepted, the worst is a warning. */
function levelOf({ severity }: Finding, { verdict }: Report): Level {
  const level = levels[severity];
  return level === "error" && verdict.result !== "fail" ? "warning" : level;
}

function titleOf({ vulnerability, rule, severity }: Finding): string {
  return plainLine(`${vulnerability?.id ?? rule} (${severity})`, 200);
}

function messageOf({ title, fix, location }: Finding): string {
  const where = location?.layer !== undefined ? ` In the image: ${location.path}.` : "";
  return plainLine(`${title}.${where}${fix ? ` Fix: ${fix.description}` : ""}`, 1_000);
}
