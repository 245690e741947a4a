/**
 * What `test/conformance/tuf` runs: the TUF client of @plimsoll/sign behind the command line that
 * tuf-conformance's CLIENT-CLI.md lays down. Exit code 0 or 1.
 */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openTufClient } from "../../packages/sign/src/roots/tuf/client.ts";

const text = { type: "string" } as const;
const { values, positionals } = parseArgs({
  options: {
    "metadata-dir": text,
    "metadata-url": text,
    "target-name": text,
    "target-base-url": text,
    "target-dir": text,
  },
  allowPositionals: true,
});

function need(name: keyof typeof values): string {
  const value = values[name];
  if (value === undefined) throw new Error(`--${name} is missing`);
  return value;
}

async function main([command, operand]: readonly string[]): Promise<void> {
  const directory = need("metadata-dir");
  if (command === "init") {
    if (operand === undefined) throw new Error("init needs a root.json");
    copyFileSync(operand, join(directory, "root.json"));
    return;
  }
  const client = openTufClient({
    directory,
    metadataUrl: need("metadata-url"),
    targetUrl: values["target-base-url"],
  });
  await client.refresh();
  if (command === "download") await client.download(need("target-name"), need("target-dir"));
  else if (command !== "refresh") throw new Error(`no such command: ${command}`);
}

main(positionals).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
