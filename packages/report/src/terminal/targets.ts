import type { Finding } from "@plimsoll/core";
import { displayWidth, escapeTerminal } from "../escape/terminal.ts";
import { listOtherStatuses, listSeverities } from "../summary/count.ts";
import { compareFindings, rankFailing } from "../summary/rank.ts";
import { countOf, formatCount, severityWords } from "../summary/words.ts";
import { type FindingListOptions, renderFinding } from "./findings.ts";
import { wrapLine } from "./wrap.ts";

/** Columns of the severity and of the line numbers, with the spaces around them. */
const severityWidth = 14;
/** Lines of a file, and services, that one row names. */
const shownPlaces = 4;
/** Lines that one row may take. */
const rowLines = 2;

/** What was found in one file, image configuration or container. */
interface Target {
  readonly name: string;
  readonly findings: readonly Finding[];
  readonly rows: readonly Row[];
}

/** Failures of one rule in one target that say the same. */
interface Row {
  readonly target: string;
  readonly finding: Finding;
  readonly text: string;
  readonly places: readonly { readonly line?: number; readonly service?: string }[];
}

/**
 * Findings by target, the worst target first: a line for each target with what failed and, in
 * numbers, what did not; under it its failures, worst first, each with its fix.
 *
 * @param room lines that may be taken unless `verbose`; what does not fit is counted, the least first
 */
export function renderTargets(
  findings: readonly Finding[],
  room: number,
  options: FindingListOptions,
): string[] {
  const targets = groupByTarget(findings);
  const failing = targets.filter(({ rows }) => rows.length > 0);
  const sound = targets.filter(({ rows }) => rows.length === 0);
  const clear =
    sound.length > 1
      ? [describeSound(sound, options)]
      : sound.map((target) => headOf(target, options));
  if (options.verbose) {
    const blocks = failing.map((target) => [
      headOf(target, options),
      ...rankFailing(target.findings).flatMap((finding) => renderFinding(finding, options)),
    ]);
    return joinBlocks([...blocks, clear]);
  }
  // A target needs its line, an empty one and perhaps one for what is left out.
  const shown = failing.slice(0, Math.max(Math.floor((room - 2) / 4), 1));
  const listed = chooseRows(shown, room - 2 - shown.length * 3, options);
  const blocks = shown.map((target) => {
    const rows = target.rows.filter((row) => listed.has(row));
    const left = target.rows.filter((row) => !listed.has(row)).map(({ finding }) => finding);
    return [
      headOf(target, options),
      ...rows.flatMap((row) => listed.get(row)!),
      ...(left.length > 0
        ? [
            options.style.dim(
              shorten(
                `  … ${formatCount(left.length)} more (${listSeverities(left)})`,
                options.width,
                true,
              ),
            ),
          ]
        : []),
    ];
  });
  const rest = failing.slice(shown.length).flatMap(({ findings: all }) => rankFailing(all));
  const text = `… ${countOf(failing.length - shown.length, "more target")} (${listSeverities(rest)})`;
  const more = rest.length > 0 ? [options.style.dim(shorten(text, options.width, true))] : [];
  return joinBlocks([...blocks, [...more, ...clear]]);
}

function groupByTarget(findings: readonly Finding[]): Target[] {
  const byName = new Map<string, Finding[]>();
  for (const finding of findings) {
    const name = finding.location?.path ?? "";
    const own = byName.get(name);
    if (own === undefined) byName.set(name, [finding]);
    else own.push(finding);
  }
  const targets = [...byName].map(([name, own]) => ({
    name,
    findings: own,
    rows: rowsOf(name, own),
  }));
  return targets.sort((a, b) => {
    const [first, second] = [a.rows[0]?.finding, b.rows[0]?.finding];
    if (first === undefined || second === undefined) {
      return Number(first === undefined) - Number(second === undefined);
    }
    return compareFindings(first, second);
  });
}

function rowsOf(target: string, findings: readonly Finding[]): Row[] {
  const rows = new Map<string, Row & { places: { line?: number; service?: string }[] }>();
  for (const finding of rankFailing(findings)) {
    const { fix, location, rule, severity, title } = finding;
    // The same of several services of a file is said once.
    const { text, service } = splitService(title);
    const key = JSON.stringify([rule, severity, text, fix?.description]);
    const row = rows.get(key) ?? { target, finding, text, places: [] };
    const place = {
      ...(location?.line !== undefined && { line: location.line }),
      ...(service !== undefined && { service }),
    };
    row.places.push(place);
    rows.set(key, row);
  }
  return [...rows.values()];
}

/** `No memory limit (service db)`: the part that other services share, and the service. */
function splitService(title: string): { text: string; service?: string } {
  const at = title.lastIndexOf(" (service ");
  if (at === -1 || !title.endsWith(")")) return { text: title };
  return { text: title.slice(0, at), service: title.slice(at + " (service ".length, -1) };
}

/** The worst rows of all targets that fit, each as it is printed. */
function chooseRows(
  targets: readonly Target[],
  room: number,
  options: FindingListOptions,
): Map<Row, string[]> {
  const chosen = new Map<Row, string[]>();
  const rows = targets.flatMap((target) => target.rows);
  let left = room;
  for (const row of rows.sort((a, b) => compareFindings(a.finding, b.finding))) {
    const lines = renderRow(row, options);
    if (lines.length > left) break;
    left -= lines.length;
    chosen.set(row, lines);
  }
  return chosen;
}

function renderRow(row: Row, { width, style }: FindingListOptions): string[] {
  const { finding } = row;
  const word = severityWords[finding.severity].padEnd(severityWidth - 4);
  const places = [...row.places].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  const lines = unique(places.map(({ line }) => line?.toString()));
  const where = lines.length === 0 ? "" : `${listFirst(lines)}: `;
  const services = unique(places.map(({ service }) => service));
  const whose =
    services.length === 0
      ? ""
      : ` (${services.length === 1 ? "service" : "services"} ${listFirst(services)})`;
  const fix = finding.fix === undefined ? "" : ` → ${finding.fix.description}`;
  const text = escapeTerminal(`${where}${row.text}${whose}${fix}`, 400);
  const wrapped = wrapLine(text, width, severityWidth).slice(0, rowLines + 1);
  const shown =
    wrapped.length > rowLines
      ? [...wrapped.slice(0, rowLines - 1), shorten(wrapped[rowLines - 1]!, width)]
      : wrapped;
  return shown.map((line, i) =>
    i === 0 ? `  ${style.severity[finding.severity](word)}  ${line}` : line,
  );
}

function unique(names: readonly (string | undefined)[]): string[] {
  return [...new Set(names)].filter((name) => name !== undefined);
}

function listFirst(names: readonly string[]): string {
  const more = names.length > shownPlaces ? ` and ${names.length - shownPlaces} more` : "";
  return names.slice(0, shownPlaces).join(", ") + more;
}

function headOf({ name, findings }: Target, { style, width }: FindingListOptions): string {
  const failing = rankFailing(findings);
  const counts = [
    failing.length === 0 ? "nothing failed" : listSeverities(failing),
    ...listOtherStatuses(findings),
  ].join(" · ");
  const shown = shorten(
    escapeTerminal(name === "" ? "elsewhere" : name, 200),
    Math.max(width - 30, 20),
    true,
  );
  return `${style.bold(shown)}  ${style.dim(shorten(counts, width - displayWidth(shown) - 2, true))}`;
}

function describeSound(targets: readonly Target[], { style, width }: FindingListOptions): string {
  const findings = targets.flatMap((target) => target.findings);
  const others = listOtherStatuses(findings).join(" · ");
  const text = `${countOf(targets.length, "target")} without a failure  ${others}`;
  return style.dim(shorten(text, width, true));
}

/** A line that is cut ends in `…`. */
function shorten(line: string, width: number, onlyIfLonger = false): string {
  if (onlyIfLonger && displayWidth(line) <= width) return line;
  const characters = Array.from(line);
  while (characters.length > 0 && displayWidth(characters.join("")) > width - 2) characters.pop();
  return `${characters.join("").trimEnd()} …`;
}

function joinBlocks(blocks: readonly (readonly string[])[]): string[] {
  return blocks
    .filter((block) => block.length > 0)
    .flatMap((block, i) => (i === 0 ? block : ["", ...block]));
}
