/**
 * Writes the roots that are embedded: `node packages/sign/scripts/embed-roots.ts`. They come from the
 * seeds of the npm package `@sigstore/tuf`, whose maintainers ship them; the date is that of its release.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

interface Seed {
  "root.json": string;
  targets: Record<string, string>;
}

/** What is embedded, and under which address the seeds have it. */
const instances = [
  { name: "public-good", constant: "publicGoodRoot", url: "https://tuf-repo-cdn.sigstore.dev" },
];

const require = createRequire(import.meta.url);
const manifestPath = require.resolve("@sigstore/tuf/package.json");
const { name, version } = JSON.parse(readFileSync(manifestPath, "utf8"));
const seeds: Record<string, Seed> = JSON.parse(
  readFileSync(require.resolve("@sigstore/tuf/seeds.json"), "utf8"),
);
const times = execFileSync("npm", ["view", name, "time", "--json"], { encoding: "utf8" });
const date = new Date(JSON.parse(times)[version]).toISOString().slice(0, 10);
const decode = (base64: string) => JSON.parse(Buffer.from(base64, "base64").toString("utf8"));

for (const { name: instance, constant, url } of instances) {
  const seed = seeds[url];
  const trustedRoot = seed?.targets["trusted_root.json"];
  if (!seed || !trustedRoot) throw new Error(`The seeds have nothing for ${url}`);
  const file = new URL(`../src/roots/data/${instance}.ts`, import.meta.url);
  const data = { name: instance, url, date, source: `${name} ${version}` };
  writeFileSync(
    file,
    `import type { EmbeddedRoot } from "../embedded-root.ts";

/** Written by \`scripts/embed-roots.ts\`: data, not to be edited by hand. */
export const ${constant}: EmbeddedRoot = ${JSON.stringify(
      { ...data, tufRoot: decode(seed["root.json"]), trustedRoot: decode(trustedRoot) },
      null,
      2,
    )};
`,
  );
  execFileSync("npx", ["biome", "check", "--write", file.pathname], { stdio: "inherit" });
}
