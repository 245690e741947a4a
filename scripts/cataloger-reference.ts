import { catalogers } from "../packages/scan/src/index.ts";
import { lockfileCatalogers } from "../packages/scan/src/lockfiles/list.ts";

/** The text of docs/reference/catalogers.md. */
export function catalogerReference(): string {
  const rows = catalogers.map(
    ({ inspector, kind, sees, misses }) =>
      `| \`${inspector.id}\` | ${kind} | ${sees} | ${misses} |`,
  );
  const lockfiles = lockfileCatalogers.map(
    ({ inspector, sees, misses }) =>
      `| \`${inspector.id.slice("lockfile-".length)}\` | ${sees} | ${misses} |`,
  );
  return `# What is catalogued

Made from the code by \`npm run docs\`. Each cataloger says what it sees, and what it cannot see.

| cataloger | kind | sees | misses |
| --- | --- | --- | --- |
${rows.join("\n")}

## Lockfiles

They are read when a folder is checked (\`dir:\`), and not in the layers of an image, where what is installed counts.
Packages that lie in the project itself, and those without a version, are left out of all of them. So are lockfiles
inside of packages that lie unpacked in the folder (\`node_modules\`, \`vendor\`, \`site-packages\` …).

| format | files | misses |
| --- | --- | --- |
${lockfiles.join("\n")}
`;
}
