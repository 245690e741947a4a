import type { Fix } from "@plimsoll/core";
import type { Dockerfile } from "../../dockerfile/types.ts";
import { references } from "../../rule/references.ts";
import type { DockerfileRule } from "../../rule/types.ts";
import type { ShellCommand } from "../../shell/types.ts";
import { appendTo, insertBehind, removeCommand } from "./edit.ts";
import { findCommands, observeCommand, type PlacedCommand } from "./observe.ts";
import { hasOption, operandsBehind, subcommand } from "./options.ts";

const shared = {
  target: "dockerfile",
  references: [`${references.bestPractices}#apt-get`],
} as const;

const noInstall = { notApplicable: "no apt-get install in the file" };

/** apt-get install without --no-install-recommends. */
export const aptRecommends: DockerfileRule = {
  ...shared,
  id: "dockerfile-apt-recommends",
  title: "apt-get install also installs recommended packages",
  severity: "low",
  description:
    "Packages that nobody asked for bring vulnerabilities and tools that serve an attacker.",
  remediation: "Add --no-install-recommends.",
  peers: { hadolint: ["DL3015"], trivy: ["DS-0029"] },
  check(file) {
    const installs = findCommands(file, "apt-get", "apt").filter(isInstall);
    if (installs.length === 0) return noInstall;
    return installs
      .filter(({ stage, command }) => stage.isShipped && !leavesRecommendsOut(command))
      .map((placed) => {
        const word = subcommand(placed.command)!;
        const fix = insertBehind(
          file,
          word,
          " --no-install-recommends",
          "Add --no-install-recommends.",
        );
        return observeCommand(file, placed, { fix });
      });
  },
};

/** apt-get install without -y waits for an answer that nobody gives. */
export const aptYes: DockerfileRule = {
  ...shared,
  id: "dockerfile-apt-yes",
  title: "apt-get install asks a question",
  severity: "low",
  description: "A build has nobody to answer: the instruction fails or does nothing.",
  remediation: "Add -y.",
  peers: { hadolint: ["DL3014"], trivy: ["DS-0021"] },
  check(file) {
    const installs = findCommands(file, "apt-get", "apt").filter(isInstall);
    if (installs.length === 0) return noInstall;
    return installs
      .filter(({ command }) => !saysYes(command))
      .filter(({ instruction }) => !isAnsweredElsewhere(instruction.commands))
      .map((placed) => {
        const fix = insertBehind(file, subcommand(placed.command)!, " -y", "Add -y.");
        return observeCommand(file, placed, { fix });
      });
  },
};

/** The package lists of apt must go in the layer that fetched them. */
export const aptLists: DockerfileRule = {
  ...shared,
  id: "dockerfile-apt-lists",
  title: "The package lists of apt stay in the layer",
  severity: "negligible",
  description: "They are dead weight, and removing them in a later layer frees nothing.",
  remediation:
    "End the same RUN with rm -rf /var/lib/apt/lists/*, or mount a cache on /var/lib/apt (RUN --mount=type=cache).",
  peers: { hadolint: ["DL3009"], dockle: ["DKL-DI-0005"] },
  check(file) {
    const updates = findCommands(file, "apt-get", "apt").filter(
      ({ command }) => subcommand(command)?.text === "update",
    );
    if (updates.length === 0) return { notApplicable: "no apt-get update in the file" };
    const lastUse = lastInstallWithoutUpdate(file);
    return updates
      .filter(({ stage }) => stage.isShipped)
      .filter(({ instruction }) => {
        const isMounted = instruction.flags.some(
          ({ name, value }) =>
            name === "mount" && /\/var\/lib\/apt(?:\/lists)?(?:[,/]|$)/.test(value),
        );
        return !isMounted && !instruction.commands.some(removesLists);
      })
      .map((placed) => observeCommand(file, placed, { fix: cleanLists(file, placed, lastUse) }));
  },
};

/** apt-get upgrade makes builds differ from day to day. */
export const aptUpgrade: DockerfileRule = {
  ...shared,
  id: "dockerfile-apt-upgrade",
  title: "apt-get dist-upgrade replaces the base image's packages",
  severity: "low",
  description:
    "A whole-system upgrade hides that the base image is old, and no two builds give the same image.",
  remediation: "Take a fresh base image, and name the packages that must be newer.",
  peers: { trivy: ["DS-0024"], dockle: ["DKL-DI-0003"] },
  check(file) {
    const all = findCommands(file, "apt-get", "apt");
    if (all.length === 0) return { notApplicable: "no apt-get in the file" };
    const upgrades = new Set(["upgrade", "dist-upgrade", "full-upgrade"]);
    return all
      .filter(({ command }) => upgrades.has(subcommand(command)?.text ?? ""))
      .map((placed) =>
        observeCommand(file, placed, {
          title: `${placed.command.name} ${subcommand(placed.command)!.text} replaces the base image's packages`,
          fix: removeCommand(file, placed.command, "Do not upgrade the base image.", "unsafe"),
        }),
      );
  },
};

function isInstall({ command }: PlacedCommand): boolean {
  const word = subcommand(command);
  return word?.text === "install" && operandsBehind(command, word).length > 0;
}

function leavesRecommendsOut(command: ShellCommand): boolean {
  return command.args.some(({ text }) =>
    /^--no-install-recommends$|^(?:-o)?APT::Install-Recommends=(?:0|false|no)$/i.test(text),
  );
}

function saysYes(command: ShellCommand): boolean {
  return (
    hasOption(command, "-y", "--yes", "--assume-yes", "--force-yes") ||
    command.args.some(({ text }) => /^-qq|^-q=[2-9]|^(?:-o)?APT::Get::Assume-Yes=/i.test(text)) ||
    command.args.filter(({ text }) => /^-[a-z]*q[a-z]*$/.test(text)).length > 1
  );
}

/** `yes | apt-get install`, or a setting for all of apt. */
function isAnsweredElsewhere(commands: readonly ShellCommand[]): boolean {
  return commands.some(
    ({ name, args }) =>
      name === "yes" || args.some(({ text }) => /APT::Get::Assume-Yes/i.test(text)),
  );
}

/** Safe unless a later RUN installs with the lists of this one. */
function cleanLists(
  file: Dockerfile,
  { instruction, command }: PlacedCommand,
  lastUse: number,
): Fix {
  const description = "End the RUN with rm -rf /var/lib/apt/lists/*.";
  if (command.wrappers.length > 0) return { description };
  const tier = lastUse > instruction.startLine ? "unsafe" : undefined;
  return appendTo(file, instruction, " && rm -rf /var/lib/apt/lists/*", description, tier);
}

/** Line of the last RUN that installs with lists of an earlier one; 0 when there is none. */
function lastInstallWithoutUpdate(file: Dockerfile): number {
  const lines = findCommands(file, "apt-get", "apt")
    .filter(isInstall)
    .filter(
      ({ instruction }) =>
        !instruction.commands.some((command) => subcommand(command)?.text === "update"),
    )
    .map(({ instruction }) => instruction.startLine);
  return lines.at(-1) ?? 0;
}

function removesLists({ name, args }: ShellCommand): boolean {
  const isRemoval = name === "rm" || name === "find";
  return (
    isRemoval &&
    args.some(
      ({ text }) =>
        /^\/var(?:\/lib(?:\/apt(?:\/lists.*)?)?)?\/?\*?$/.test(text) ||
        /\/var\/lib\/(?:apt|\{)/.test(text),
    )
  );
}
