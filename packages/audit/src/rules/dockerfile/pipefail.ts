import { references } from "../../rule/references.ts";
import type { DockerfileRule, Observation } from "../../rule/types.ts";
import type { ShellCommand } from "../../shell/types.ts";
import { programName } from "../../shell/wrappers.ts";
import { findInstructions, observe, writtenCommand } from "./observe.ts";

/** The failure of the first command of a pipe goes unnoticed. */
export const pipefail: DockerfileRule = {
  id: "dockerfile-pipefail",
  target: "dockerfile",
  title: "A pipe hides that its first command fails",
  severity: "low",
  description:
    "The shell takes the exit code of the last command: when the download fails the build goes on with nothing.",
  remediation:
    'Set SHELL ["/bin/bash", "-o", "pipefail", "-c"] (on Alpine /bin/ash -eo pipefail), or begin RUN with set -o pipefail.',
  references: [`${references.bestPractices}#using-pipes`],
  peers: { hadolint: ["DL4006"] },
  check(file) {
    const runs = findInstructions(file, "RUN").filter(
      ({ instruction }) => instruction.commands.length > 0,
    );
    if (runs.length === 0) return { notApplicable: "the file has no RUN with a POSIX shell" };
    return runs.flatMap((placed): Observation[] => {
      const { shell, commands } = placed.instruction;
      const isSet =
        /^(?:bash|zsh|ash|ksh)$/.test(programName(shell[0] ?? "")) && hasPipefail(shell);
      if (isSet) return [];
      const set = commands.findIndex((command) => setsPipefail(command));
      const before = commands.slice(0, set === -1 ? undefined : set);
      const heads = new Map(
        before.filter(({ stage }) => stage === 0).map((head) => [head.pipeline, head]),
      );
      // What only prints cannot fail; `yes` ends by SIGPIPE, and is meant to.
      const piped = before.find(
        ({ stage, pipeline, shell: reader }) =>
          reader !== "" && (stage > 1 || (stage === 1 && !isPrinter(heads.get(pipeline)?.name))),
      );
      if (piped === undefined) return [];
      const head = heads.get(piped.pipeline);
      const value = [...(head === undefined ? [] : [head]), piped]
        .map((command) => [...command.wrappers, writtenCommand(command)].join(" "))
        .join(" | ");
      return [observe(file, placed, { at: piped, value })];
    });
  },
};

function isPrinter(name: string | undefined): boolean {
  return name === "echo" || name === "printf" || name === "yes";
}

function setsPipefail({ name, args, wrappers }: ShellCommand): boolean {
  if (name === "set") return hasPipefail(args.map(({ text }) => text));
  const isShell = /^(?:bash|zsh|ash|ksh|sh)$/.test(name) && wrappers.length === 0;
  return isShell && hasPipefail(args.map(({ text }) => text));
}

/** `-o pipefail`, `-eo pipefail`, `-euxo pipefail`. */
function hasPipefail(words: readonly string[]): boolean {
  return words.some(
    (word, index) => word === "pipefail" && /^-[a-zA-Z]*o$/.test(words[index - 1] ?? ""),
  );
}
