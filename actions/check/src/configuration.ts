import { isAbsolute, relative, resolve } from "node:path";
import type { ConfigInput } from "@plimsoll/core";
import { loadConfig, mergeConfig, relocateTrust } from "plimsoll";
import type { Inputs } from "./inputs.ts";

/** What to check and how: `plimsoll.yml` with the inputs over it. */
export interface Configuration {
  image: string | undefined;
  /** Paths of sources start from the workspace, other paths are absolute. */
  config: ConfigInput;
  /** Dockerfiles and compose files, from the workspace. */
  sourcePaths: readonly string[];
}

/**
 * Reads `plimsoll.yml` of the workspace, or the file that the inputs name, and puts the inputs over
 * it. Paths of the file start from its own folder, paths of inputs from the workspace.
 *
 * @throws PlimsollError `NOT_FOUND` or `INVALID_CONFIG`
 */
export async function readConfiguration(inputs: Inputs, workspace: string): Promise<Configuration> {
  const loaded = await loadConfig(inputs.config, workspace);
  const fromInputs: ConfigInput = {
    platform: inputs.platform,
    dockerfile: inputs.dockerfile,
    compose: inputs.compose,
    "compare-with": inputs["compare-with"],
    "compare-files": inputs["compare-files"],
    "fail-on": inputs["fail-on"],
    "fail-on-unfixed": inputs["fail-on-unfixed"],
    advisories: { directory: inputs.advisories },
    vex: { documents: inputs.vex },
    // Keys that the workflow names stand in place of the configuration's rules.
    trust: { keys: inputs.key, rules: inputs.key && [], require: inputs["require-signature"] },
  };
  const config = mergeConfig(
    rebase(loaded.config, loaded.directory, workspace),
    rebase(fromInputs, workspace, workspace),
  );
  return {
    image: inputs.image ?? config.image,
    config,
    sourcePaths: [...(config.dockerfile ?? []), ...(config.compose ?? [])],
  };
}

/**
 * The same configuration with paths of sources as the repository knows them, so that annotations
 * and SARIF find the files; other paths become absolute.
 */
function rebase(config: ConfigInput, directory: string, workspace: string): ConfigInput {
  const { dockerfile, compose, advisories, inspectors, trust, vex } = config;
  const absolute = (path: string) => resolve(directory, path);
  const inRepository = (path: string) => {
    const inside = relative(workspace, absolute(path));
    const isOutside = inside.startsWith("..") || isAbsolute(inside);
    return isOutside ? absolute(path) : inside.replaceAll("\\", "/");
  };
  const { "compare-with": base, "compare-files": earlier } = config;
  return mergeConfig(config, {
    "compare-with": base?.endsWith(".json") && !base.startsWith("sbom:") ? absolute(base) : base,
    "compare-files": earlier && absolute(earlier),
    dockerfile: dockerfile?.map(inRepository),
    compose: compose?.map(inRepository),
    inspectors: inspectors?.map(absolute),
    advisories: {
      directory: advisories?.directory && absolute(advisories.directory),
      key: advisories?.key && absolute(advisories.key),
    },
    trust: trust && relocateTrust(trust, absolute),
    vex: { documents: vex?.documents?.map(absolute) },
  });
}
