import type { DockerfileRule } from "../../../rule/types.ts";
import type { ShellCommand } from "../../../shell/types.ts";
import { writtenCommand } from "../observe.ts";
import { shellRule, wholeCommand } from "./shell-rule.ts";

/** Programs that do not read standard input. */
const deaf = new Set(
  "rm mv cp ls mkdir rmdir touch ln chmod chown kill find echo printf true false cd export basename dirname".split(
    " ",
  ),
);

/** Rules over pipes and redirections. */
export const pipeRules: readonly DockerfileRule[] = [
  shellRule(
    {
      id: "dockerfile-shell-pipe-unread",
      title: "A pipe leads into a program that reads nothing",
      severity: "low",
      description: "What the first command prints is lost: xargs is missing.",
      remediation: "Write | xargs, or separate the commands by &&.",
      codes: ["SC2216", "SC2217"],
    },
    ({ commands }) =>
      pipes(commands)
        .filter(([, { name, wrappers, args }]) => {
          const reads = args.some(({ text }) => text === "-" || text === "/dev/stdin");
          return deaf.has(name) && !reads && !wrappers.includes("xargs");
        })
        .map(([before, command]) => ({
          at: command,
          value: `${before.name} … | ${writtenCommand(command)}`,
        })),
  ),
  shellRule(
    {
      id: "dockerfile-shell-find-xargs",
      title: "Names of files go from find to xargs by lines",
      description: "A name with a space becomes two names, perhaps that of a file nobody meant.",
      remediation: "Write find … -print0 | xargs -0, or find … -exec … {} +.",
      codes: ["SC2038"],
    },
    ({ commands }) =>
      pipes(commands)
        .filter(([before, { wrappers, name }]) => {
          const isXargs = wrappers.includes("xargs") || name === "xargs";
          const isSafe = before.args.some(({ text }) =>
            /^-(?:print0|printf|exec|execdir|ls)$/.test(text),
          );
          return before.name === "find" && isXargs && !isSafe;
        })
        .map(([before]) => wholeCommand(before)),
  ),
  shellRule(
    {
      id: "dockerfile-shell-redirect-order",
      title: "2>&1 before the redirection of standard output",
      severity: "low",
      description: "Errors go where the output went before, not into the file.",
      remediation: "Write >file 2>&1.",
      codes: ["SC2069"],
    },
    ({ commands }) =>
      commands.flatMap(({ redirections, name }) => {
        const errors = redirections.findIndex(
          ({ operator, descriptor, target }) =>
            operator === ">&" && descriptor === "2" && target.text === "1",
        );
        const output = redirections.findIndex(
          ({ operator, descriptor }) =>
            (operator === ">" || operator === ">>") && (descriptor === "" || descriptor === "1"),
        );
        return errors !== -1 && output > errors
          ? [
              {
                at: redirections[errors]!,
                value: `${name} 2>&1 >${redirections[output]!.target.raw}`,
              },
            ]
          : [];
      }),
  ),
  shellRule(
    {
      id: "dockerfile-shell-grep-count",
      title: "grep | wc -l counts what grep -c counts",
      description: "One program less.",
      remediation: "Write grep -c.",
      codes: ["SC2126"],
      optional: true,
    },
    ({ commands }) =>
      pipes(commands)
        .filter(([before, { name, args }]) => {
          const isCount = name === "wc" && args.length === 1 && args[0]!.text === "-l";
          const isPlain = !before.args.some(({ text }) => /^-[a-zA-Z]*[oRrABC]/.test(text));
          return /^[ef]?grep$/.test(before.name) && isCount && isPlain;
        })
        .map(([before]) => wholeCommand(before)),
  ),
];

/** Pairs of commands that a pipe joins. */
function pipes(commands: readonly ShellCommand[]): [ShellCommand, ShellCommand][] {
  const last = new Map<number, ShellCommand>();
  const pairs: [ShellCommand, ShellCommand][] = [];
  for (const command of commands) {
    const before = last.get(command.pipeline);
    if (before !== undefined && before.stage === command.stage - 1) pairs.push([before, command]);
    last.set(command.pipeline, command);
  }
  return pairs;
}
