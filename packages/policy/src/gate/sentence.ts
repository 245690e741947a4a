import { compareSeverity, type Finding, type Severity, severities } from "@plimsoll/core";

/** How many names a reason lists before it says "and N more". */
const namesShown = 3;
/** Names come out of the image and may be of any length. In UTF-16 units. */
const nameLength = 80;

/** `3 vulnerabilities`, `1 vulnerability`. */
export function countOf(count: number, noun: { one: string; many: string }): string {
  return `${digitsOf(count)} ${count === 1 ? noun.one : noun.many}`;
}

/** `of high or critical severity`, naming the severities that occur. */
export function ofSeverity(findings: readonly Finding[]): string {
  const present = new Set(findings.map(({ severity }) => severity));
  const rated = severities.filter((severity) => severity !== "unknown" && present.has(severity));
  const words: string[] = present.has("unknown") ? ["unrated", ...rated] : rated;
  return words.length > 2
    ? `of ${words.slice(0, -1).join(", ")} or ${words.at(-1)} severity`
    : `of ${words.join(" or ")} severity`;
}

/** The names of the worst few, in an order that does not depend on the order of the findings. */
export function nameWorst(findings: readonly Finding[]): string {
  const bySeverity = new Map<string, Severity>();
  for (const finding of findings) {
    const name = nameOf(finding);
    const known = bySeverity.get(name);
    if (known === undefined || compareSeverity(finding.severity, known) > 0) {
      bySeverity.set(name, finding.severity);
    }
  }
  const names = [...bySeverity]
    .sort(([a, worstA], [b, worstB]) => compareSeverity(worstB, worstA) || compareText(a, b))
    .map(([name]) => name);
  return listNames(names);
}

/** `a, b, c and 4 more`. */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, namesShown).map(shorten);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${digitsOf(more)} more`;
  return shown.length > 1
    ? `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`
    : (shown[0] ?? "");
}

/** Code-unit order: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function nameOf({ vulnerability, package: found, title, location }: Finding): string {
  if (vulnerability !== undefined) {
    return found === undefined
      ? vulnerability.id
      : `${vulnerability.id} in ${found.name} ${found.version}`;
  }
  if (location === undefined) return title;
  return location.line === undefined
    ? `${title} (${location.path})`
    : `${title} (${location.path}:${location.line})`;
}

function shorten(name: string): string {
  const line = name.replace(/\s+/g, " ").trim();
  return line.length > nameLength ? `${line.slice(0, nameLength - 1).toWellFormed()}…` : line;
}

/** `12,345`. Not by `toLocaleString`, whose tables take 10 ms to load. */
function digitsOf(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}
