import { resolve } from "node:path";
import { type Config, parseConfig } from "@plimsoll/core";
import { defaultCacheDirectory } from "../../../check/cache-directory.ts";
import { isOffline } from "../../../check/offline.ts";
import { readPublicKey } from "../../../check/trust.ts";
import type { CommandInput } from "../../command.ts";
import { configFromFlags } from "../../flags.ts";

/** Where advisories are, by configuration and options. */
export interface AdvisorySettings {
  readonly config: Config;
  readonly directory: string | undefined;
  readonly mirrors: readonly string[];
  readonly offline: boolean;
  /** PEM */
  readonly key: string | undefined;
  readonly cache: string;
  readonly insecure: readonly string[];
}

/** @param own a folder that was named as an operand */
export async function advisorySettings(
  input: CommandInput,
  own?: string,
): Promise<AdvisorySettings> {
  // --key is the private key here, not one that may have signed images.
  const texts = (name: string) => (name === "key" ? [] : input.texts(name));
  const loaded = await configFromFlags({ ...input, texts });
  const config = parseConfig(loaded.config);
  const { directory, mirrors, offline, key } = config.advisories;
  const given = own === undefined ? undefined : resolve(own);
  const named = directory === undefined ? undefined : resolve(loaded.directory, directory);
  return {
    config,
    directory: given ?? named,
    mirrors,
    offline: isOffline(offline),
    key: key === undefined ? undefined : await readPublicKey(resolve(loaded.directory, key)),
    cache: config.cache.directory ?? defaultCacheDirectory(),
    insecure: config.registry.insecure,
  };
}
