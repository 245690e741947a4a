import { readFile } from "node:fs/promises";
import { parseConfig, toPlimsollError } from "@plimsoll/core";
import type { SigstoreInstance } from "@plimsoll/sign";
import { defaultCacheDirectory } from "../../../check/cache-directory.ts";
import { UsageError } from "../../arguments.ts";
import type { CommandInput } from "../../command.ts";
import { configFromFlags } from "../../flags.ts";

/** The folder for what was fetched, by configuration and options. */
export async function cacheDirectory(input: CommandInput): Promise<string> {
  const { config } = await configFromFlags(input);
  return parseConfig(config).cache.directory ?? defaultCacheDirectory();
}

/** The instance of --tuf-url and --tuf-root; `undefined` when neither is given. */
export async function instanceOf(input: CommandInput): Promise<SigstoreInstance | undefined> {
  const url = input.text("tuf-url");
  const file = input.text("tuf-root");
  if (url === undefined && file === undefined) return undefined;
  if (url === undefined || file === undefined) {
    throw new UsageError(
      "--tuf-url and --tuf-root go together: the root says which keys the repository must be signed with",
    );
  }
  if (!URL.canParse(url)) throw new UsageError("--tuf-url takes an address: https://HOST/PATH");
  return { name: new URL(url).hostname, url, root: await readRoot(file) };
}

async function readRoot(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw toPlimsollError(error, "READ_FAILED", "The root.json cannot be read", { subject: file });
  }
}
