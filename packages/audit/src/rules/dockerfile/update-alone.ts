import type { Fix } from "@plimsoll/core";
import type { Dockerfile } from "../../dockerfile/types.ts";
import { references } from "../../rule/references.ts";
import type { DockerfileRule } from "../../rule/types.ts";
import { findCommands, observeCommand, type PlacedCommand } from "./observe.ts";
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
      .map((placed) => observeCommand(file, placed, { fix: joinNext(file, placed) }));
  },
};

/** The RUN of the next line as a part of this one; where it has alternatives (`||`, `;`), they would take in the update. */
function joinNext(file: Dockerfile, { stage, instruction }: PlacedCommand): Fix {
  const description = "Update in the RUN that installs.";
  const next = stage.instructions[stage.instructions.indexOf(instruction) + 1];
  const isPlain = (one: typeof instruction) =>
    one.keyword === "RUN" &&
    one.exec === undefined &&
    one.flags.length + one.heredocs.length === 0 &&
    !/;|\|\||&\s*$/.test(one.text);
  const isUpdateAlone =
    isPlain(instruction) &&
    instruction.commands.every((command) => subcommand(command)?.text === "update");
  if (next === undefined || !isUpdateAlone || !isPlain(next)) return { description };
  const [own, other] = [file.lines[instruction.endLine - 1]!, file.lines[next.startLine - 1]!];
  const rest = /^\s*RUN\s+(\S.*)$/i.exec(other)?.[1];
  if (next.startLine !== instruction.endLine + 1 || rest === undefined) return { description };
  const edit = {
    path: file.path,
    startLine: instruction.endLine,
    endLine: next.startLine,
    replacement: `${own.trimEnd()} && ${rest}`,
  };
  return { description, edits: [edit] };
}
