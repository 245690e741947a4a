import { auditRules } from "../src/index.ts";

/** The table of rules in the README, made from the rules themselves. */
export function rulesTable(): string {
  const rows = auditRules.map(({ id, title, severity, peers, optional }) => {
    const ids = Object.entries(peers).map(([tool, names]) => `${tool} ${names.join(", ")}`);
    const when = optional ? `${severity}, optional` : severity;
    return `| \`${id}\` | ${when} | ${title} | ${ids.join("; ")} |`;
  });
  return [
    "| rule | severity | fails when | the same elsewhere |",
    "| --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}
