import { references } from "../../rule/references.ts";
import type { DockerfileRule } from "../../rule/types.ts";
import type { ShellCommand } from "../../shell/types.ts";
import { insertBehind } from "./edit.ts";
import { findInstalls, type Install } from "./installs.ts";
import { findCommands, observeCommand } from "./observe.ts";
import { hasOption, operandsBehind, subcommand } from "./options.ts";

/** yum, dnf and zypper without -y wait for an answer that nobody gives. */
export const rpmYes: DockerfileRule = {
  id: "dockerfile-rpm-yes",
  target: "dockerfile",
  title: "The package manager asks a question",
  severity: "low",
  description: "A build has nobody to answer: the instruction fails or does nothing.",
  remediation: "Add -y.",
  references: [`${references.bestPractices}#run`],
  peers: { hadolint: ["DL3030", "DL3034", "DL3038"] },
  check(file) {
    const installs = [
      ...findInstalls(file, "yum"),
      ...findInstalls(file, "dnf"),
      ...findInstalls(file, "zypper"),
    ];
    if (installs.length === 0)
      return { notApplicable: "no yum, dnf or zypper install in the file" };
    return installs
      .filter((install) => !saysYes(install.command) && !isAnswered(install))
      .map((install) => {
        const fix = insertBehind(file, install.verb, " -y", "Add -y.");
        return observeCommand(file, install, { fix });
      });
  },
};

/** Updating whole systems makes builds differ from day to day. */
export const packageUpgrade: DockerfileRule = {
  id: "dockerfile-package-upgrade",
  target: "dockerfile",
  title: "All packages of the base image are replaced by newer ones",
  severity: "low",
  description:
    "A whole-system upgrade hides that the base image is old, and no two builds give the same image.",
  remediation: "Take a fresh base image, and name the packages that must be newer.",
  references: [`${references.bestPractices}#run`],
  peers: { hadolint: ["DL3035"] },
  check(file) {
    const all = findCommands(file, "zypper", "yum", "dnf", "microdnf", "tdnf", "apk");
    if (all.length === 0) return { notApplicable: "no yum, dnf, zypper or apk in the file" };
    return all
      .filter(({ command }) => {
        const verb = subcommand(command);
        if (verb === undefined) return false;
        if (command.name === "zypper" && /^(?:dist-upgrade|dup)$/.test(verb.text)) return true;
        const verbs = command.name === "apk" ? /^upgrade$/ : /^(?:update|upgrade|up)$/;
        return verbs.test(verb.text) && operandsBehind(command, verb).length === 0;
      })
      .map((placed) => observeCommand(file, placed));
  },
};

function saysYes(command: ShellCommand): boolean {
  return (
    hasOption(command, "-y", "--assumeyes", "--no-confirm", "--yes", "--non-interactive") ||
    (command.name === "zypper" && hasOption(command, "-n")) ||
    command.args.some(({ text }) => /^(?:--setopt=)?assumeyes=(?:1|true|yes)$/i.test(text))
  );
}

function isAnswered({ instruction, command }: Install): boolean {
  return instruction.commands.some(
    ({ name, pipeline }) => name === "yes" && pipeline === command.pipeline,
  );
}
