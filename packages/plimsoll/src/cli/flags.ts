import type { ConfigInput } from "@plimsoll/core";
import { type LoadedConfig, loadConfig } from "../config/load.ts";
import { mergeConfig } from "../config/merge.ts";
import type { CommandInput } from "./command.ts";
import { trustFromFlags } from "./trust-flags.ts";

/** The configuration file with the command line's options over it. */
export async function configFromFlags(input: CommandInput): Promise<LoadedConfig> {
  const loaded = await loadConfig(input.text("config"));
  const config = await withTrustFile(loaded.config, input.text("trust-policy"));
  return { ...loaded, config: mergeConfig(config, flagsAsConfig(input, loaded.directory)) };
}

/** A trust policy in a file of its own stands in place of that of the configuration. */
async function withTrustFile(config: ConfigInput, file: string | undefined): Promise<ConfigInput> {
  if (file === undefined) return config;
  const { loadTrustFile } = await import("../config/trust-file.ts");
  return { ...config, trust: await loadTrustFile(file) };
}

/** Options by the keys of `plimsoll.yml`. Paths on the command line start from the working folder. */
function flagsAsConfig(input: CommandInput, directory: string): ConfigInput {
  const own = (paths: readonly string[]) =>
    paths.length > 0 ? relocate(paths, directory) : undefined;
  const advisories = own(input.texts("advisories").slice(-1))?.[0];
  return given({
    platform: input.text("platform"),
    base: input.text("base"),
    "base-candidates": listOf(input.texts("base-candidate")),
    "suggest-base": input.flag("suggest-base") || undefined,
    "compare-with": fileOrImage(input.text("compare-with"), directory),
    "compare-files": own(input.texts("compare-files").slice(-1))?.[0],
    "only-new": input.flag("gate-known") ? false : undefined,
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
    trust: trustFromFlags(input, own),
    registry: given({ insecure: listOf(input.texts("insecure")) }),
    cache: given({
      enabled: input.flag("no-cache") ? false : undefined,
      directory: own(input.texts("cache-dir").slice(-1))?.[0],
    }),
  }) as ConfigInput;
}

/** A file's path starts from the working folder, too; the name of an image is nobody's path. */
function fileOrImage(reference: string | undefined, directory: string): string | undefined {
  if (!reference?.endsWith(".json") || reference.startsWith("sbom:")) return reference;
  return relocate([reference], directory)[0];
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
