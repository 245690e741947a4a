import type { Fix } from "@plimsoll/core";
import type { Dockerfile, Instruction } from "../../dockerfile/types.ts";
import { references } from "../../rule/references.ts";
import type { DockerfileRule } from "../../rule/types.ts";
import { replaceLine } from "./edit.ts";
import { findInstructions, observe } from "./observe.ts";

/** CMD and ENTRYPOINT in shell form start a shell as process 1. */
export const shellForm: DockerfileRule = {
  id: "dockerfile-shell-form",
  target: "dockerfile",
  title: "The shell form starts a shell as process 1",
  severity: "low",
  description:
    "The shell does not pass signals on: the container is killed instead of stopping, and the image needs a shell, which serves an attacker.",
  remediation: 'Use the exec form: ["program", "argument"].',
  references: [`${references.buildChecks}json-args-recommended/`],
  peers: { hadolint: ["DL3025"], buildkit: ["JSONArgsRecommended"] },
  check(file) {
    const starts = findInstructions(file, "CMD", "ENTRYPOINT");
    if (starts.length === 0) return { notApplicable: "the file has neither CMD nor ENTRYPOINT" };
    return starts
      .filter(
        ({ instruction, stage }) =>
          instruction.exec === undefined && !hasOwnShell(stage.instructions, instruction),
      )
      .filter(({ instruction }) => !/^(?:CMD|ENTRYPOINT)\s+exec\s/i.test(instruction.text))
      .map((placed) => {
        const { keyword } = placed.instruction;
        const fix = toExecForm(file, placed.instruction);
        return observe(file, placed, {
          title: `${keyword} in shell form starts a shell as process 1`,
          ...(fix === undefined ? {} : { fix }),
        });
      });
  },
};

/** SHELL before it says that the shell is wanted (as BuildKit's check has it). */
function hasOwnShell(instructions: readonly Instruction[], before: Instruction): boolean {
  return instructions.some(
    ({ keyword, startLine }) => keyword === "SHELL" && startLine < before.startLine,
  );
}

/** An edit where the words mean the same without a shell. */
function toExecForm(
  file: Dockerfile,
  { keyword, text, startLine, endLine, commands }: Instruction,
): Fix | undefined {
  const command = commands[0];
  const argument = text.slice(keyword.length).trim();
  const isPlain = /^[\w./:=@%,+ -]+$/.test(argument) && !/^\w+=/.test(argument);
  if (command === undefined || commands.length !== 1 || !isPlain || startLine !== endLine)
    return undefined;
  const line = file.lines[startLine - 1]!;
  const indent = line.slice(0, line.length - line.trimStart().length);
  const vector = `[${argument
    .split(/ +/)
    .map((word) => JSON.stringify(word))
    .join(", ")}]`;
  if (line.trim() !== text) return undefined;
  return replaceLine(
    file,
    startLine,
    `${indent}${text.slice(0, keyword.length)} ${vector}`,
    "Use the exec form.",
  );
}
