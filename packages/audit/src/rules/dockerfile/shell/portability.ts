// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the shell, not of JavaScript
import type { DockerfileRule } from "../../../rule/types.ts";
import { expansionsIn, unquotedText } from "../../../shell/expansions.ts";
import type { ShellCommand, ShellWord } from "../../../shell/types.ts";
import {
  plainShellOf,
  type ShellFault,
  type ShellRuleData,
  shellRule,
  wholeCommand,
} from "./shell-rule.ts";

/** What busybox's ash understands besides POSIX is no fault on Alpine. */
interface PortabilityData extends ShellRuleData {
  readonly worksInAsh?: boolean;
}

/** A rule over what sh does not promise; where /bin/sh is bash it holds nothing. */
function portabilityRule(
  { worksInAsh = false, ...data }: PortabilityData,
  find: (command: ShellCommand) => readonly ShellFault[],
): DockerfileRule {
  return shellRule({ severity: "low", ...data }, (script) => {
    const plain = plainShellOf(script);
    if (plain === "bash" || (plain === "ash" && worksInAsh)) return [];
    return script.commands
      .filter(({ shell }) => shell === "sh" || shell === "dash" || shell === "ash")
      .flatMap((command) => find(command));
  });
}

const remediation =
  'Set SHELL ["/bin/bash", "-c"] where the image has bash, or write it as POSIX has it.';
const why = "On Debian and Ubuntu /bin/sh is dash, on Alpine busybox:";

const wordsOf = ({ args, assignments }: ShellCommand): readonly ShellWord[] => [
  ...assignments,
  ...args,
];
const at = (word: ShellWord): ShellFault => ({ at: word, value: word.raw });
/** Rules over what sh does not promise. */
export const portabilityRules: readonly DockerfileRule[] = [
  portabilityRule(
    {
      id: "dockerfile-shell-echo-flags",
      title: "echo has options that sh does not know",
      description: `${why} dash prints -e as text.`,
      remediation: "Use printf.",
      codes: ["SC3037"],
      worksInAsh: true,
    },
    ({ name, args }) =>
      name === "echo" && /^-[neE]*e[neE]*$/.test(args[0]?.raw ?? "") ? [at(args[0]!)] : [],
  ),
  portabilityRule(
    {
      id: "dockerfile-shell-set-option",
      title: "set -o pipefail is unknown to sh",
      description: `${why} dash before 0.5.13 ends with an error.`,
      remediation,
      codes: ["SC3040"],
      worksInAsh: true,
    },
    (command) =>
      command.name === "set" && command.args.some(({ text }) => text === "pipefail")
        ? [wholeCommand(command)]
        : [],
  ),
  portabilityRule(
    {
      id: "dockerfile-shell-source",
      title: "source is unknown to sh",
      description: `${why} dash knows only the dot.`,
      remediation: "Write `. file`.",
      codes: ["SC3046"],
      worksInAsh: true,
    },
    (command) => (command.name === "source" ? [wholeCommand(command)] : []),
  ),
  portabilityRule(
    {
      id: "dockerfile-shell-double-brackets",
      title: "[[ ]] is unknown to sh",
      description: `${why} dash takes [[ for a program that does not exist, and the condition is false.`,
      remediation: "Write [ ], or case.",
      codes: ["SC3010"],
      worksInAsh: true,
    },
    (command) => (command.name === "[[" ? [wholeCommand(command)] : []),
  ),
  portabilityRule(
    {
      id: "dockerfile-shell-both-redirected",
      title: "&> means something else in sh",
      description: `${why} dash starts the command in the background and empties the file.`,
      remediation: "Write >file 2>&1.",
      codes: ["SC3020"],
      worksInAsh: true,
    },
    ({ redirections }) =>
      redirections
        .filter(({ operator }) => operator.startsWith("&>"))
        .map((found) => ({ at: found, value: `${found.operator}${found.target.raw}` })),
  ),
  portabilityRule(
    {
      id: "dockerfile-shell-braces",
      title: "sh does not expand {a,b}",
      description: `${why} they make one folder named {a,b}.`,
      remediation: "Write the words out, or set SHELL to bash.",
      codes: ["SC3009"],
    },
    ({ args, name }) =>
      name === "find" || name === "["
        ? []
        : args
            .filter(({ raw }) => {
              const text = unquotedText(raw).slice(0, 2_000);
              return /\{[^{}\s]*(?:,|\.\.)[^{}\s]*\}/.test(text);
            })
            .map(at),
  ),
  portabilityRule(
    {
      id: "dockerfile-shell-here-string",
      title: "<<< is unknown to sh",
      description: `${why} dash ends with a syntax error.`,
      remediation: "Write printf '%s\\n' text | command.",
      codes: ["SC3011"],
      worksInAsh: true,
    },
    ({ redirections }) =>
      redirections
        .filter(({ operator }) => operator === "<<<")
        .map((found) => ({ at: found, value: `<<<${found.target.raw}` })),
  ),
  portabilityRule(
    {
      id: "dockerfile-shell-process-substitution",
      title: "<( ) is unknown to sh",
      description: `${why} dash ends with a syntax error.`,
      remediation,
      codes: ["SC3001"],
      worksInAsh: true,
    },
    (command) =>
      [...command.args, ...command.redirections.map(({ target }) => target)]
        .filter(({ raw }) => expansionsIn(raw).some(({ kind }) => kind === "process"))
        .map(at),
  ),
  portabilityRule(
    {
      id: "dockerfile-shell-equals",
      title: "[ a == b ] is unknown to sh",
      description: `${why} in dash the condition is an error, and so false.`,
      remediation: "Write a single =.",
      codes: ["SC3014"],
      worksInAsh: true,
    },
    ({ name, args }) =>
      name === "[" || name === "test" ? args.filter(({ raw }) => raw === "==").map(at) : [],
  ),
  portabilityRule(
    {
      id: "dockerfile-shell-array",
      title: "Arrays are unknown to sh",
      description: `${why} dash ends with a syntax error.`,
      remediation,
      codes: ["SC3030", "SC3054"],
    },
    (command) =>
      wordsOf(command)
        .filter(({ raw }) =>
          expansionsIn(raw).some(
            ({ kind, modifier }) => kind === "parameter" && /^\[/.test(modifier),
          ),
        )
        .map(at),
  ),
  portabilityRule(
    {
      id: "dockerfile-shell-substring",
      title: "${NAME:0:1} and ${NAME/a/b} are unknown to sh",
      description: `${why} dash ends with "Bad substitution".`,
      remediation: "Use cut or sed, or set SHELL to bash.",
      codes: ["SC3057", "SC3060"],
      worksInAsh: true,
    },
    (command) =>
      wordsOf(command)
        .filter(({ raw }) =>
          expansionsIn(raw).some(
            ({ kind, modifier }) => kind === "parameter" && /^(?::[\d $]|\/|\^|,)/.test(modifier),
          ),
        )
        .map(at),
  ),
  portabilityRule(
    {
      id: "dockerfile-shell-variable",
      title: "A variable of bash is used in sh",
      description: `${why} dash does not set it, so it is empty.`,
      remediation: "Use $(hostname), $(id -u), or set SHELL to bash.",
      codes: ["SC3028"],
    },
    (command) =>
      wordsOf(command)
        .filter(({ raw }) =>
          expansionsIn(raw).some(
            ({ name, modifier }) =>
              modifier === "" &&
              /^(?:RANDOM|SECONDS|BASH_SOURCE|BASH_VERSION|BASHPID|FUNCNAME|HOSTTYPE|MACHTYPE|OSTYPE|SHELLOPTS|EUID|DIRSTACK|PIPESTATUS)$/.test(
                name,
              ),
          ),
        )
        .map(at),
  ),
  portabilityRule(
    {
      id: "dockerfile-shell-function-keyword",
      title: "pushd, popd, let, declare and shopt are unknown to sh",
      description: `${why} dash does not find them.`,
      remediation,
      codes: ["SC3044"],
    },
    (command) =>
      /^(?:pushd|popd|let|declare|typeset|shopt|disown|mapfile|readarray|complete)$/.test(
        command.name,
      )
        ? [wholeCommand(command)]
        : [],
  ),
];
