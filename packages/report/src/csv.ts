import type { Finding, Report } from "@plimsoll/core";
import { plainLine } from "./escape/plain.ts";
import { compareFindings } from "./summary/rank.ts";

/** The columns, by name. */
const columns: readonly (readonly [name: string, of: (finding: Finding) => string | undefined])[] =
  [
    ["target", ({ location }) => location?.path],
    ["line", ({ location }) => location?.line?.toString()],
    ["severity", ({ severity }) => severity],
    ["status", ({ status }) => status],
    ["kind", ({ kind }) => kind],
    ["rule", ({ rule }) => rule],
    ["id", ({ vulnerability }) => vulnerability?.id],
    ["package", ({ package: found }) => found?.name],
    ["version", ({ package: found }) => found?.version],
    ["fixed-version", ({ vulnerability }) => vulnerability?.fixedVersion],
    ["title", ({ title }) => title],
    ["evidence", ({ evidence }) => evidence?.value],
    ["fix", ({ fix }) => fix?.description],
    ["reason", ({ statusReason, suppression }) => suppression?.reason ?? statusReason],
    ["suppressed-by", ({ suppression }) => suppression?.by],
    ["fingerprint", ({ fingerprint }) => fingerprint],
  ];
/** UTF-16 units of a cell. */
const maxCell = 2_000;

/**
 * Every finding as a row of a table (RFC 4180), those that failed first and the worst of them first;
 * the first row names the columns.
 */
export function renderCsv(report: Report): string {
  const failed = report.findings.filter(({ status }) => status === "fail").sort(compareFindings);
  const others = report.findings.filter(({ status }) => status !== "fail").sort(compareFindings);
  const rows = [...failed, ...others].map((finding) =>
    columns.map(([, of]) => cellOf(of(finding) ?? "")),
  );
  return [columns.map(([name]) => name), ...rows].map((row) => `${row.join(",")}\r\n`).join("");
}

/** A text as a cell: nothing in it ends the row, and no spreadsheet takes it for a formula. */
function cellOf(text: string): string {
  const line = plainLine(text, maxCell);
  // OWASP, "CSV Injection": the apostrophe makes it a text.
  const safe = /^\s*[=+\-@]/.test(line) ? `'${line}` : line;
  return /[",]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
