import type { Dockerfile, Stage } from "../../dockerfile/types.ts";
import { references } from "../../rule/references.ts";
import type { DockerfileRule, Observation } from "../../rule/types.ts";
import { parseImageName, registryOf } from "../../text/image-name.ts";
import { expandVariables } from "../../text/variables.ts";
import { observe } from "./observe.ts";

const shared = { target: "dockerfile", references: [`${references.dockerfile}#from`] } as const;
const noPlatform = { notApplicable: "no FROM has --platform" };
const noArguments = { notApplicable: "no FROM uses a variable" };

/** Base images from registries that nobody vouches for. */
export const baseRegistry: DockerfileRule = {
  ...shared,
  id: "dockerfile-base-registry",
  title: "The base image comes from a registry that is not trusted",
  severity: "high",
  description: "audit.trusted-registries lists where base images may come from.",
  remediation: "Take the image from a trusted registry, or add the registry to the list.",
  peers: { hadolint: ["DL3026"] },
  check(file, config) {
    const trusted = config["trusted-registries"] ?? [];
    if (trusted.length === 0) return { notApplicable: "audit.trusted-registries is empty" };
    return externalStages(file).flatMap((stage): Observation[] => {
      const { image, text } = stage.base;
      const placed = { stage, instruction: stage.from };
      const at = stage.from.words[0];
      if (image === undefined) {
        return [observe(file, placed, { at, unknown: `the value of ${text} is not known` })];
      }
      const registry = registryOf(image);
      if (trusted.some((pattern) => isMatch(pattern, registry))) return [];
      return [observe(file, placed, { at, title: `${registry} is not a trusted registry` })];
    });
  },
};

/** A constant platform makes an image for one architecture whatever is asked for. */
export const platformConstant: DockerfileRule = {
  ...shared,
  id: "dockerfile-platform-constant",
  title: "FROM --platform has a constant value",
  severity: "negligible",
  description: "The image is for that platform even where --platform asks for another.",
  remediation: "Remove --platform, or use $BUILDPLATFORM where the stage only builds.",
  references: [`${references.buildChecks}from-platform-flag-const-disallowed/`],
  peers: { hadolint: ["DL3029"], buildkit: ["FromPlatformFlagConstDisallowed"] },
  check(file) {
    return judgePlatforms(file, (stage, written) => {
      if (written.includes("$")) return false;
      // A stage that is named for its platform is one of several, chosen by name.
      const parts = written.toLowerCase().split("/");
      const name = stage.name?.toLowerCase() ?? "";
      return !parts.some((part) => part.length > 2 && name.includes(part));
    });
  },
};

/** $TARGETPLATFORM is what FROM takes anyhow. */
export const platformRedundant: DockerfileRule = {
  ...shared,
  id: "dockerfile-platform-redundant",
  title: "FROM --platform=$TARGETPLATFORM says nothing",
  severity: "negligible",
  description: "It is the default.",
  remediation: "Remove it.",
  references: [`${references.buildChecks}redundant-target-platform/`],
  peers: { hadolint: ["DL3065"], buildkit: ["RedundantTargetPlatform"] },
  check: (file) =>
    judgePlatforms(file, (_, written) => /^\$(?:TARGETPLATFORM|\{TARGETPLATFORM\})$/.test(written)),
};

/** Names that Docker Hub's official images have by architecture. */
const repositories: ReadonlyMap<string, string> = new Map([
  ["amd64", "amd64"],
  ["arm32v5", "arm"],
  ["arm32v6", "arm"],
  ["arm32v7", "arm"],
  ["arm64v8", "arm64"],
  ["i386", "386"],
  ["mips64le", "mips64le"],
  ["ppc64le", "ppc64le"],
  ["riscv64", "riscv64"],
  ["s390x", "s390x"],
]);

/** An image for another architecture than the one asked for. */
export const platformMismatch: DockerfileRule = {
  ...shared,
  id: "dockerfile-platform-mismatch",
  title: "The base image is for another platform than --platform asks for",
  severity: "medium",
  description: "The stage runs under emulation, or not at all.",
  remediation: "Name the image without architecture, and let the builder choose.",
  references: [`${references.buildChecks}invalid-base-image-platform/`],
  peers: { buildkit: ["InvalidBaseImagePlatform"] },
  check(file) {
    return judgePlatforms(file, (stage, written) => {
      const architecture = /^[a-z]+\/([a-z0-9]+)/.exec(written)?.[1];
      const { image, stage: parent } = stage.base;
      if (architecture === undefined) return false;
      if (parent !== undefined) {
        const own = platformOf(file.stages[parent]!)?.text ?? "";
        return /^[a-z]+\/[a-z0-9]+/.test(own) && !own.startsWith(written);
      }
      const folder = /^(?:docker\.io\/)?([a-z0-9]+)\//.exec(image ?? "")?.[1] ?? "";
      const has = repositories.get(folder);
      return has !== undefined && has !== architecture;
    });
  },
};

/** FROM sees the ARG before the first FROM only. */
export const fromUndeclared: DockerfileRule = {
  ...shared,
  id: "dockerfile-from-undeclared",
  title: "FROM uses a variable that no ARG before the first FROM declares",
  severity: "medium",
  description: "The variable is empty in FROM, whatever --build-arg says.",
  remediation: "Declare it: ARG NAME=default, before the first FROM.",
  references: [`${references.buildChecks}undefined-arg-in-from/`],
  peers: { buildkit: ["UndefinedArgInFrom"] },
  check(file) {
    const all = stagesWithVariables(file);
    if (all.length === 0) return noArguments;
    return all.flatMap((stage) =>
      stage.from.undeclared.map((name) =>
        observe(
          file,
          { stage, instruction: stage.from },
          { title: `FROM uses ${name}, which no ARG before the first FROM declares`, value: name },
        ),
      ),
    );
  },
};

/** A build without --build-arg should work. */
export const fromDefault: DockerfileRule = {
  ...shared,
  id: "dockerfile-from-default",
  title: "Without build arguments FROM names no valid image",
  severity: "low",
  description: "An ARG has no default, or one that gives no name of an image.",
  remediation: "Give the ARG a default that names an image.",
  references: [`${references.buildChecks}invalid-default-arg-in-from/`],
  peers: { buildkit: ["InvalidDefaultArgInFrom"] },
  check(file) {
    const all = stagesWithVariables(file).filter(({ from }) => from.undeclared.length === 0);
    if (all.length === 0) return noArguments;
    const defaults = new Map(
      file.globalArguments.flatMap(({ assignments }) =>
        assignments.map(({ name, value }) => [name, value ?? ""] as const),
      ),
    );
    return all.flatMap((stage) => {
      const { value = "" } = expandVariables(stage.base.text, {
        lookup: (name) => defaults.get(name) ?? "linux/amd64",
        escapeCharacter: file.escapeCharacter,
        style: "quotes",
      });
      if (isValidName(value)) return [];
      const placed = { stage, instruction: stage.from };
      return [observe(file, placed, { at: stage.from.words[0], value: stage.base.text })];
    });
  },
};

function externalStages(file: Dockerfile): Stage[] {
  return file.stages.filter(
    ({ base, isImplied }) => base.stage === undefined && !base.isScratch && !isImplied,
  );
}

function stagesWithVariables(file: Dockerfile): Stage[] {
  return file.stages.filter(({ from }) => from.text.includes("$"));
}

/** The flag as written: with variables in place. */
function platformOf(stage: Stage) {
  const flag = stage.from.flags.find(({ name }) => name === "platform");
  if (flag === undefined) return undefined;
  const text = /--platform=(\S+)/.exec(stage.from.text)?.[1]?.replace(/["']/g, "") ?? flag.value;
  return { flag, text };
}

function judgePlatforms(file: Dockerfile, isWrong: (stage: Stage, written: string) => boolean) {
  const all = file.stages.flatMap((stage) => {
    const platform = platformOf(stage);
    return platform === undefined ? [] : [{ stage, ...platform }];
  });
  if (all.length === 0) return noPlatform;
  return all
    .filter(({ stage, text }) => isWrong(stage, text))
    .map(({ stage, flag, text }) =>
      observe(file, { stage, instruction: stage.from }, { at: flag, value: `--platform=${text}` }),
    );
}

/** `*` for every registry, `*.example.com` for the hosts below, else the very host. */
function isMatch(pattern: string, registry: string): boolean {
  if (pattern === "*" || pattern === registry) return true;
  if (pattern.startsWith("*")) return registry.endsWith(pattern.slice(1));
  return pattern.endsWith("*") && registry.startsWith(pattern.slice(0, -1));
}

function isValidName(image: string): boolean {
  const { name, tag, digest } = parseImageName(image);
  return (
    /^[a-z0-9]/i.test(name) &&
    !/[^\w./:@-]/.test(image) &&
    !name.endsWith("/") &&
    (tag === undefined || /^\w[\w.-]{0,127}$/.test(tag)) &&
    (digest === undefined || /^\w+:[0-9a-f]{32,}$/.test(digest))
  );
}
