import { references } from "../../rule/references.ts";
import type { DockerfileRule } from "../../rule/types.ts";
import { findCommands, observeCommand } from "./observe.ts";
import { subcommand } from "./options.ts";

const uses = new Set([
  "install",
  "add",
  "upgrade",
  "dist-upgrade",
  "full-upgrade",
  "in",
  "download",
]);

/** A RUN that only updates package lists is cached, and later installs work with old lists. */
export const updateAlone: DockerfileRule = {
  id: "dockerfile-update-alone",
  target: "dockerfile",
  title: "Package lists are updated in a RUN of their own",
  severity: "medium",
  description:
    "The build cache keeps the old lists while the next RUN changes: it installs versions with known vulnerabilities, or fails.",
  remediation: "Update and install in the same RUN: apt-get update && apt-get install ….",
  references: [`${references.bestPractices}#apt-get`, references.cis],
  peers: { trivy: ["DS-0017"], checkov: ["CKV_DOCKER_5"], dockle: ["CIS-DI-0007"] },
  check(file) {
    const updates = findCommands(file, "apt-get", "apt", "apk").filter(
      ({ command }) => subcommand(command)?.text === "update",
    );
    if (updates.length === 0) return { notApplicable: "no package lists are updated" };
    return updates
      .filter(({ instruction }) => {
        const isUsed = instruction.commands.some(
          (command) =>
            uses.has(subcommand(command)?.text ?? "") ||
            !/^(?:apt|apt-get|apk|rm|echo|set)$/.test(command.name),
        );
        return !isUsed;
      })
      .map((placed) => observeCommand(file, placed));
  },
};
