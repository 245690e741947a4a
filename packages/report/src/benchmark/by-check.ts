import type { Finding, FindingStatus, Report } from "@plimsoll/core";
import { escapeTerminal } from "../escape/terminal.ts";
import { createStyle, type Style } from "../terminal/style.ts";
import { hangLine } from "../terminal/wrap.ts";
import { type Benchmark, type JudgedControl, judgeControls, reasonOf } from "./controls.ts";

export interface ByCheckOptions extends Benchmark {
  /** Whether to colour. Default: no. */
  colour?: boolean;
  /** Columns to wrap at, at least 40. Default: 100. */
  width?: number;
}

const words: Readonly<Record<FindingStatus, string>> = {
  fail: "FAIL",
  unknown: "unknown",
  suppressed: "waived",
  pass: "pass",
  notApplicable: "n/a",
};
/** Columns before a control's title. */
const indent = 18;
/** Places that are named of one control. */
const maxPlaces = 12;
/** Findings without a control that are named. */
const maxOthers = 40;

/**
 * The report in the order of a benchmark: one line for each control, below those that fail what was
 * found, beside the others the reason; at the end what fails beyond the benchmark. Ends in a line break.
 */
export function renderByCheck(report: Report, options: ByCheckOptions): string {
  const width = Math.max(options.width ?? 100, 40);
  const style = createStyle(options.colour ?? false);
  const sections = judgeControls(report, options);
  const all = sections.flatMap(({ controls }) => controls);
  const counts = (Object.keys(words) as FindingStatus[])
    .map((status) => [words[status], all.filter((each) => each.status === status).length] as const)
    .filter(([, count]) => count > 0)
    .map(([word, count]) => `${count} ${word}`);
  const lines = sections.flatMap(({ id, title, controls }) => [
    "",
    style.bold(`${id}  ${title}`),
    ...controls.flatMap((control) => renderControl(control, width, style)),
  ]);
  lines.push(...renderOthers(report, width, style));
  const head = `${all.length} controls: ${counts.join(", ")}`;
  return `${[style.bold(head), ...lines].map((line) => line.trimEnd()).join("\n")}\n`;
}

function renderControl(control: JudgedControl, width: number, style: Style): string[] {
  const { id, title, status, findings } = control;
  const word = words[status].padEnd(8);
  const paint =
    status === "fail" ? style.bad : status === "pass" ? style.good : (text: string) => text;
  const reason = status === "fail" || status === "pass" ? undefined : reasonOf(control);
  const text = escapeTerminal(reason === undefined ? title : `${title}: ${reason}`, 300);
  const [first = "", ...others] = hangLine(" ".repeat(indent), text, width);
  const lines = [`  ${id.padEnd(7)} ${paint(word)}${first.slice(indent)}`, ...others];
  if (status !== "fail") return lines;
  const shown = findings.slice(0, maxPlaces);
  const more = findings.length - shown.length;
  return [
    ...lines,
    ...shown.flatMap((finding) =>
      hangLine(" ".repeat(indent), escapeTerminal(describe(finding), 240), width).map(style.dim),
    ),
    ...(more > 0 ? [style.dim(`${" ".repeat(indent)}… ${more} more`)] : []),
  ];
}

/** What fails that the benchmark has no control for. */
function renderOthers({ findings }: Report, width: number, style: Style): string[] {
  const others = findings.filter(
    ({ status, peers }) => status === "fail" && !peers.cis && !peers["docker-bench"],
  );
  if (others.length === 0) return [];
  const shown = others.slice(0, maxOthers);
  const more = others.length - shown.length;
  return [
    "",
    style.bold("Beyond the benchmark"),
    ...shown.flatMap((finding) => {
      const text = escapeTerminal(`${finding.title} (${describe(finding)})`, 300);
      const [first = "", ...rest] = hangLine(" ".repeat(indent), text, width);
      return [`${" ".repeat(10)}${style.bad("FAIL    ")}${first.slice(indent)}`, ...rest];
    }),
    ...(more > 0 ? [style.dim(`${" ".repeat(indent)}… ${more} more`)] : []),
  ];
}

function describe({ location, evidence, title }: Finding): string {
  const place = location?.path ?? "";
  return `${place === "" ? "" : `${place}: `}${evidence?.value ?? title}`;
}
