import { describeVex, type Finding, type LayerSummary } from "@plimsoll/core";
import { escapeTerminal } from "../escape/terminal.ts";
import { listSeverities } from "../summary/count.ts";
import { describeLayer, placeOf } from "../summary/place.ts";
import { describeThreat } from "../summary/threat.ts";
import { subtitleOf } from "../summary/title.ts";
import { formatCount, kindWords, severityWords } from "../summary/words.ts";
import type { Style } from "./style.ts";
import { hangLine, wrapLine } from "./wrap.ts";

/** How many findings of a kind are listed unless everything is asked for. */
const shownPerKind = 10;
/** Columns before a finding's text: two, the longest severity, two. */
const indent = 14;

export interface FindingListOptions {
  width: number;
  verbose: boolean;
  style: Style;
  layers: ReadonlyMap<string, LayerSummary>;
}

/** The failing findings of one kind, worst first, under a heading with their counts. */
export function renderGroup(
  kind: keyof typeof kindWords,
  ranked: readonly Finding[],
  options: FindingListOptions,
): string[] {
  const { style, verbose, width } = options;
  const shown = verbose ? ranked : ranked.slice(0, shownPerKind);
  const more = ranked.length - shown.length;
  const rest = listSeverities(ranked.slice(shown.length));
  const title = kindWords[kind];
  const counts = wrapLine(listSeverities(ranked), width, title.length + 2);
  return [
    `${style.bold(title)}  ${counts.map((line) => style.dim(line)).join("\n")}`,
    ...shown.flatMap((finding) => renderFinding(finding, options)),
    ...(more > 0
      ? hangLine("  … ", `${formatCount(more)} more (${rest})`, width).map(style.dim)
      : []),
  ];
}

/** One finding with all that is said of it. */
export function renderFinding(finding: Finding, options: FindingListOptions): string[] {
  const { width, verbose, style, layers } = options;
  const word = severityWords[finding.severity].padEnd(indent - 4);
  const severity = `  ${style.severity[finding.severity](word)}  `;
  const [first, ...others] = wrapLine(headOf(finding), width, indent);
  const place = placeOf(finding, layers);
  const where = [place.path ?? "", describeLayer(place)].filter((text) => text !== "").join(" · ");
  const lines = [severity + first, ...others];
  const add = (text: string | undefined, limit = 240) => {
    if (text === undefined || text === "") return;
    const wrapped = wrapLine(escapeTerminal(text, verbose ? 2_000 : limit), width, indent);
    lines.push(style.dim(" ".repeat(indent) + wrapped.join("\n")));
  };
  add(subtitleOf(finding), 160);
  add(finding.vulnerability && describeThreat(finding.vulnerability), 160);
  add(finding.vulnerability?.vex && describeVex(finding.vulnerability.vex));
  add(where, 160);
  // The arrow already says which version to take.
  if (verbose || finding.vulnerability === undefined)
    add(prefix("Fix: ", finding.fix?.description));
  if (verbose) {
    add(finding.description);
    add(finding.evidence && `Found: ${finding.evidence.value} (${finding.evidence.source})`);
    add(prefix("Rule: ", finding.rule));
    for (const reference of finding.references.slice(0, 5)) add(reference);
  }
  return lines.flatMap((line) => line.split("\n"));
}

function headOf({ vulnerability, package: found, title }: Finding): string {
  if (vulnerability === undefined) return escapeTerminal(title, 200);
  const subject =
    found === undefined ? "" : `  ${escapeTerminal(`${found.name} ${found.version}`, 120)}`;
  const fixed =
    vulnerability.fixedVersion === undefined
      ? " (no fix yet)"
      : ` → ${escapeTerminal(vulnerability.fixedVersion, 60)}`;
  return `${escapeTerminal(vulnerability.id, 60)}${subject}${fixed}`;
}

function prefix(label: string, text: string | undefined): string | undefined {
  return text === undefined ? undefined : label + text;
}

/** Names what was waived or could not be checked, one line each, a few unless `verbose`. */
export function renderAside(
  heading: string,
  findings: readonly Finding[],
  reasonOf: (finding: Finding) => string,
  options: FindingListOptions,
): string[] {
  if (findings.length === 0) return [];
  const { width, verbose, style } = options;
  const shown = verbose ? findings : findings.slice(0, 5);
  const more = findings.length - shown.length;
  return [
    style.bold(heading),
    ...shown.flatMap((finding) => {
      const name = escapeTerminal(finding.vulnerability?.id ?? finding.title, 120);
      return hangLine("  ", `${name}: ${escapeTerminal(reasonOf(finding), 200)}`, width);
    }),
    ...(more > 0 ? [style.dim(`  … ${formatCount(more)} more`)] : []),
  ];
}
