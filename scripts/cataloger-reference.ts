import { catalogers } from "../packages/scan/src/index.ts";

/** The text of docs/reference/catalogers.md. */
export function catalogerReference(): string {
  const rows = catalogers.map(
    ({ inspector, kind, sees, misses }) =>
      `| \`${inspector.id}\` | ${kind} | ${sees} | ${misses} |`,
  );
  return `# What is catalogued

Made from the code by \`npm run docs\`. Each cataloger says what it sees, and what it cannot see.

| cataloger | kind | sees | misses |
| --- | --- | --- | --- |
${rows.join("\n")}
`;
}
