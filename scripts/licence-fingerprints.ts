/**
 * Writes the fingerprints of licence texts: `node scripts/licence-fingerprints.ts FOLDER`, where
 * FOLDER holds one file `SPDX-ID.txt` a licence. Only hashes are kept, no text.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fingerprintText } from "../packages/scan/src/licences/fingerprint.ts";

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("Name the folder of the texts");
const target = new URL("../packages/scan/src/licences/known-texts.ts", import.meta.url);

const entries = readdirSync(folder)
  .filter((name) => name.endsWith(".txt"))
  .sort()
  .map((name) => {
    const text = readFileSync(join(folder, name), "utf8");
    const { id, triples, sample } = fingerprintText(basename(name, ".txt"), text);
    const bytes = Buffer.alloc(sample.length * 4);
    for (const [index, hash] of sample.entries()) bytes.writeUInt32LE(hash, index * 4);
    const lines = bytes.toString("base64").match(/.{1,92}/g) ?? [];
    return `  ${id} ${triples}\n${lines.map((line) => `    ${line}\n`).join("")}`;
  });

writeFileSync(
  target,
  `import type { Fingerprint } from "./fingerprint.ts";

/**
 * Written by \`scripts/licence-fingerprints.ts\`: of each licence its identifier, how many distinct
 * triples of words its text has, and the lowest of their hashes (32 bits, little endian, base64).
 */
const data = \`
${entries.join("")}\`;

/** The fingerprints of the texts that are known, unpacked once. */
export const knownTexts: readonly Fingerprint[] = [
  ...data.matchAll(/^ {2}(\\S+) (\\d+)\\n((?: {4}\\S+\\n)+)/gm),
].map(([, id = "", triples, packed = ""]) => {
  const bytes = Buffer.from(packed, "base64");
  const sample = Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readUInt32LE(at * 4));
  return { id, triples: Number(triples), sample };
});
`,
);
