/**
 * Builds the bundle once more and compares it with the committed one, byte by byte:
 *
 *   node --conditions=@plimsoll/source actions/check/scripts/verify-dist.ts
 */
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const action = fileURLToPath(new URL("..", import.meta.url));
const rebuilt = mkdtempSync(join(tmpdir(), "plimsoll-dist-"));
try {
  // Paths in the bundle's comments start from the working folder, which esbuild notes when it loads.
  process.chdir(action);
  const [{ build }, { default: config }] = await Promise.all([
    import("tsup"),
    import("../tsup.config.ts"),
  ]);
  await build({ ...(config as object), config: false, silent: true, outDir: rebuilt });
  const committed = digestsOf(join(action, "dist"));
  const expected = digestsOf(rebuilt);
  const names = [...new Set([...committed.keys(), ...expected.keys()])].sort();
  const different = names.filter((name) => committed.get(name) !== expected.get(name));
  if (different.length > 0) {
    console.error(`actions/check/dist is not what the sources give: ${different.join(", ")}.`);
    console.error("Run `npm run bundle --workspace actions/check` and commit the result.");
    process.exitCode = 1;
  } else {
    for (const name of names) console.log(`${expected.get(name)}  actions/check/dist/${name}`);
  }
} finally {
  rmSync(rebuilt, { recursive: true, force: true });
}

/** SHA-256 by file name. */
function digestsOf(folder: string): Map<string, string> {
  const digest = (name: string) =>
    createHash("sha256")
      .update(readFileSync(join(folder, name)))
      .digest("hex");
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return new Map(names.map((name) => [name, digest(name)]));
}
