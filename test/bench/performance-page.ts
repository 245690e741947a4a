import { writeFile } from "node:fs/promises";
import { cpus } from "node:os";

const page = new URL("../../docs/performance.md", import.meta.url);

/** Writes docs/performance.md from what the bench printed. */
export async function writePerformancePage(printed: readonly string[]): Promise<void> {
  const machine = `${cpus().length} cores, Node.js ${process.versions.node}`;
  const day = new Date().toISOString().slice(0, 10);
  await writeFile(
    page,
    `# Performance

Written by \`npm run bench -- --write\` on ${day} (${machine}). Seconds differ between machines; the ratios are taken within
one run. "Bare" is the decompression of the same layers side by side with Node's own zlib, and nothing else; with SHA-256
it also verifies both digests of each layer, the least that a tool does which checks what it reads. An SBOM pass
also verifies every digest, walks the archives, reads the package databases and executables, and loads the program itself.
Each figure is the fastest of several runs; memory is the largest.

\`\`\`text
${printed.join("\n").trim()}
\`\`\`
`,
  );
}
