import { references } from "../../rule/references.ts";
import type { DockerfileRule } from "../../rule/types.ts";
import type { ShellCommand } from "../../shell/types.ts";
import { appendTo, insertBehind } from "./edit.ts";
import { findCommands, findInstructions, observeCommand, type PlacedCommand } from "./observe.ts";
import { hasOption, subcommand } from "./options.ts";

const shared = {
  target: "dockerfile",
  severity: "negligible",
  references: [`${references.bestPractices}#run`],
} as const;

const why = "The cache stays in the layer as dead weight.";

/** apk add without --no-cache leaves its index behind. */
export const apkCache: DockerfileRule = {
  ...shared,
  id: "dockerfile-apk-cache",
  title: "apk add leaves its cache in the layer",
  description: why,
  remediation: "Add --no-cache.",
  peers: { hadolint: ["DL3019"], trivy: ["DS-0025"], dockle: ["DKL-DI-0004"] },
  check(file) {
    const adds = findCommands(file, "apk").filter(
      ({ command }) => subcommand(command)?.text === "add",
    );
    if (adds.length === 0) return { notApplicable: "no apk add in the file" };
    return adds
      .filter(({ stage, command }) => stage.isShipped && !hasOption(command, "--no-cache"))
      .filter((placed) => !isCacheGone(placed, "/var/cache/apk", "/etc/apk/cache"))
      .map((placed) => {
        const fix = insertBehind(
          file,
          subcommand(placed.command)!,
          " --no-cache",
          "Add --no-cache.",
        );
        return observeCommand(file, placed, { fix });
      });
  },
};

/** pip install without --no-cache-dir leaves wheels behind. */
export const pipCache: DockerfileRule = {
  ...shared,
  id: "dockerfile-pip-cache",
  title: "pip install leaves its cache in the layer",
  description: why,
  remediation:
    "Add --no-cache-dir, or mount a cache (RUN --mount=type=cache,target=/root/.cache/pip).",
  peers: { hadolint: ["DL3042"] },
  check(file) {
    const installs = findInstructions(file, "RUN").flatMap(({ stage, instruction }) =>
      instruction.commands
        .filter((command) => pipInstall(command) !== undefined)
        .map((command) => ({ stage, instruction, command })),
    );
    if (installs.length === 0) return { notApplicable: "no pip install in the file" };
    const withoutCache = new Set<number>();
    for (const { index, base, instructions } of file.stages) {
      const isSet = instructions.some(({ assignments }) =>
        assignments.some(
          ({ name, value }) => name === "PIP_NO_CACHE_DIR" && isTruthy(value ?? "0"),
        ),
      );
      if (isSet || withoutCache.has(base.stage ?? -1)) withoutCache.add(index);
    }
    return installs
      .filter(({ stage }) => !withoutCache.has(stage.index))
      .filter(({ stage, command }) => stage.isShipped && !hasOption(command, "--no-cache-dir"))
      .filter(({ instruction, command }) => {
        const exported = instruction.commands
          .filter(({ name }) => name === "export")
          .flatMap(({ args }) => args);
        return ![...command.assignments, ...exported].some(({ text }) => {
          const value = /^PIP_NO_CACHE_DIR=(.*)$/.exec(text)?.[1];
          return value !== undefined && isTruthy(value);
        });
      })
      .filter((placed) => !isCacheGone(placed, ".cache/pip", "/root/.cache", "/var/cache/pip"))
      .map((placed) => {
        const word = pipInstall(placed.command)!;
        const fix = insertBehind(file, word, " --no-cache-dir", "Add --no-cache-dir.");
        return observeCommand(file, placed, { fix });
      });
  },
};

/** yum, dnf, microdnf and zypper keep their metadata unless told to clean. */
export const rpmCache: DockerfileRule = {
  ...shared,
  id: "dockerfile-rpm-cache",
  title: "The package manager leaves its cache in the layer",
  description: why,
  remediation:
    "End the same RUN with dnf clean all (yum, microdnf: the same; zypper: zypper clean).",
  peers: {
    hadolint: ["DL3032", "DL3036", "DL3040"],
    trivy: ["DS-0015", "DS-0019", "DS-0020", "DS-0027"],
  },
  check(file) {
    const installs = findCommands(file, "yum", "dnf", "microdnf", "zypper").filter(({ command }) =>
      ["install", "in", "update", "upgrade"].includes(subcommand(command)?.text ?? ""),
    );
    if (installs.length === 0)
      return { notApplicable: "no yum, dnf or zypper install in the file" };
    return installs
      .filter(({ stage }) => stage.isShipped)
      .filter(
        (placed) =>
          !isCacheGone(
            placed,
            "/var/cache/yum",
            "/var/cache/dnf",
            "/var/cache/zypp",
            "/var/cache/libdnf5",
          ),
      )
      .filter(
        ({ instruction, command }) =>
          !instruction.commands.some(
            (other) =>
              other.name === command.name &&
              ["clean", "cc"].includes(subcommand(other)?.text ?? ""),
          ),
      )
      .map((placed) => {
        const { name, wrappers } = placed.command;
        const clean = `${name} clean ${name === "zypper" ? "--all" : "all"}`;
        const description = `End the RUN with ${clean}.`;
        const fix =
          wrappers.length > 0
            ? { description }
            : appendTo(file, placed.instruction, ` && ${clean}`, description);
        return observeCommand(file, placed, { fix });
      });
  },
};

function isTruthy(value: string): boolean {
  return value !== "" && !/^(?:0|off|no|false)$/i.test(value);
}

/** The word `install` of `pip install …` or `python -m pip install …`. */
function pipInstall(command: ShellCommand) {
  const isPip = /^pip[\d.]*$/.test(command.name);
  const isModule =
    /^python[\d.]*$/.test(command.name) &&
    command.args[0]?.text === "-m" &&
    command.args[1]?.text === "pip";
  if (!isPip && !isModule) return undefined;
  const word = command.args.slice(isModule ? 2 : 0).find(({ text }) => !text.startsWith("-"));
  return word?.text === "install" ? word : undefined;
}

/** True when the RUN mounts one of these folders, or removes it. */
function isCacheGone({ instruction }: PlacedCommand, ...folders: string[]): boolean {
  const isMounted = instruction.flags.some(
    ({ name, value }) => name === "mount" && folders.some((folder) => value.includes(folder)),
  );
  return (
    isMounted ||
    instruction.commands.some(
      ({ name, args }) =>
        name === "rm" &&
        args.some(
          ({ text }) =>
            text.startsWith("/var/cache/*") || folders.some((folder) => text.includes(folder)),
        ),
    )
  );
}
