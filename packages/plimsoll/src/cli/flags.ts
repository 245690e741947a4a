import type { ConfigInput } from "@plimsoll/core";
import { type LoadedConfig, loadConfig } from "../config/load.ts";
import { mergeConfig } from "../config/merge.ts";
import type { CommandInput } from "./command.ts";

/** The configuration file with the command line's options over it. */
export async function configFromFlags(input: CommandInput): Promise<LoadedConfig> {
  const loaded = await loadConfig(input.text("config"));
  return { ...loaded, config: mergeConfig(loaded.config, flagsAsConfig(input, loaded.directory)) };
}

/** Options by the keys of `plimsoll.yml`. Paths on the command line start from the working folder. */
function flagsAsConfig(input: CommandInput, directory: string): ConfigInput {
  const own = (paths: readonly string[]) =>
    paths.length > 0 ? relocate(paths, directory) : undefined;
  const advisories = own(input.texts("advisories").slice(-1))?.[0];
  const keys = own(input.texts("key"));
  return given({
    platform: input.text("platform"),
    base: input.text("base"),
    "base-candidates": listOf(input.texts("base-candidate")),
    "suggest-base": input.flag("suggest-base") || undefined,
    dockerfile: own(input.texts("dockerfile")),
    compose: own(input.texts("compose")),
    "fail-on": input.text("fail-on") as ConfigInput["fail-on"],
    "fail-on-unfixed": input.flag("fail-on-unfixed") || undefined,
    advisories: given({
      directory: advisories,
      mirrors: listOf(input.texts("advisories-mirror")),
      key: own(input.texts("advisories-key").slice(-1))?.[0],
      offline: input.flag("offline") || undefined,
      api: input.flag("no-osv-api") ? false : undefined,
    }),
    vex: given({
      documents: own(input.texts("vex")),
      "trust-unsigned": input.flag("vex-trust-unsigned") || undefined,
    }),
    secrets: given({ enabled: input.flag("no-secrets") ? false : undefined }),
    malware: given({
      enabled: input.flag("no-malware") ? false : undefined,
      databases: own(input.texts("malware-db")),
      clamd: input.text("clamd"),
    }),
    licences: given({ files: input.flag("licence-files") || undefined }),
    verify: given({ packages: input.flag("verify-packages") || undefined }),
    trust: given({ keys, require: input.flag("require-signature") || undefined }),
    registry: given({ insecure: listOf(input.texts("insecure")) }),
    cache: given({
      enabled: input.flag("no-cache") ? false : undefined,
      directory: own(input.texts("cache-dir").slice(-1))?.[0],
    }),
  }) as ConfigInput;
}

function listOf(texts: readonly string[]): string[] | undefined {
  return texts.length > 0 ? [...texts] : undefined;
}

/**
 * Paths are kept as the user wrote them where the configuration lies in the working folder, since
 * reports show them; otherwise they are made absolute.
 */
function relocate(paths: readonly string[], directory: string): string[] {
  if (directory === process.cwd()) return [...paths];
  return paths.map((path) => (path.startsWith("/") ? path : `${process.cwd()}/${path}`));
}

function given<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}
