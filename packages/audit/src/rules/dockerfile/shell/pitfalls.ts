// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the shell, not of JavaScript
import type { Instruction } from "../../../dockerfile/types.ts";
import type { DockerfileRule } from "../../../rule/types.ts";
import { expansionsIn } from "../../../shell/expansions.ts";
import type { ShellCommand } from "../../../shell/types.ts";
import { trimSlashes } from "../../../text/path.ts";
import { shellRule, wholeCommand } from "./shell-rule.ts";

const systemFolders = new Set(
  "/ /bin /boot /dev /etc /home /lib /lib64 /opt /proc /root /sbin /srv /sys /usr /usr/bin /usr/lib /usr/local /usr/sbin /usr/share /var /var/lib".split(
    " ",
  ),
);

/** Rules over commands that do something else than they seem to. */
export const pitfallRules: readonly DockerfileRule[] = [
  shellRule(
    {
      id: "dockerfile-shell-find-loop",
      title: "A for loop runs over the output of find or ls",
      description: "A name with a space becomes two names.",
      remediation: "Use find … -exec, or a pattern: for f in ./*.",
      codes: ["SC2044", "SC2045"],
    },
    ({ commands }) =>
      commands
        .filter(
          ({ name, args }) =>
            name === "for" &&
            args.some((word) =>
              word.substitutions.some((inner) => /^(?:find|ls)$/.test(inner.name)),
            ),
        )
        .map(wholeCommand),
  ),
  shellRule(
    {
      id: "dockerfile-shell-mkdir-mode",
      title: "mkdir -p -m sets the mode of the last folder only",
      severity: "low",
      description: "The folders above it get the mode that the umask leaves.",
      remediation: "Make the folders, then set their modes with chmod.",
      codes: ["SC2174"],
    },
    ({ commands }) =>
      commands
        .filter(({ name, args }) => {
          const has = (option: RegExp) => args.some(({ text }) => option.test(text));
          const isDeep = args.some(
            ({ text }) => !text.startsWith("-") && trimSlashes(text).lastIndexOf("/") > 0,
          );
          return (
            name === "mkdir" &&
            has(/^(?:-[a-zA-Z]*p[a-zA-Z]*|--parents)$/) &&
            has(/^(?:-[a-zA-Z]*m.*|--mode(?:=.*)?)$/) &&
            isDeep
          );
        })
        .map(wholeCommand),
  ),
  shellRule(
    {
      id: "dockerfile-shell-assignment-space",
      title: "An assignment has a space behind its =",
      severity: "low",
      description: "NAME= value runs the program value with an empty NAME.",
      remediation: "Remove the space; write NAME='' for an empty value.",
      codes: ["SC1007"],
    },
    ({ commands }) =>
      commands
        .filter(
          ({ name, assignments }) => name !== "" && /^\w+=$/.test(assignments.at(-1)?.raw ?? ""),
        )
        // `IFS= read` is meant.
        .filter(({ name, assignments }) => name !== "read" && assignments.at(-1)!.raw !== "IFS=")
        .map((command) => ({
          at: command.assignments.at(-1)!,
          value: `${command.assignments.at(-1)!.raw} ${command.name}`,
        })),
  ),
  shellRule(
    {
      id: "dockerfile-shell-and-or",
      title: "a && b || c is no if-then-else",
      description: "c also runs where a succeeds and b fails.",
      remediation: "Write if a; then b; else c; fi.",
      codes: ["SC2015"],
    },
    ({ commands }) => {
      let last: ShellCommand | undefined;
      return commands.flatMap((command) => {
        const before = last ?? command;
        if (command.stage === 0) last = command;
        const isEither =
          command.operator === "||" && before.operator === "&&" && command.group === before.group;
        // `a && b || true` says that a failure does not matter.
        const isHarmless =
          /^(?:true|:|exit|return|echo|printf|false)$/.test(command.name) ||
          /^(?:echo|printf|true|:|\[|test)$/.test(before.name);
        return isEither && !isHarmless ? [wholeCommand(command)] : [];
      });
    },
  ),
  shellRule(
    {
      id: "dockerfile-shell-remove-system",
      title: "RUN removes a folder of the system",
      severity: "medium",
      description: "What the system needs is gone; often a variable in the path is empty.",
      remediation: 'Name what is to go; guard variables: rm -rf "${DIR:?}/x".',
      codes: ["SC2114", "SC2115"],
    },
    ({ commands }) =>
      commands
        .filter(
          ({ name, args }) =>
            name === "rm" && args.some(({ text }) => /^(?:-[a-zA-Z]*[rR]|--recursive)/.test(text)),
        )
        .filter(({ args }) =>
          args.some(({ text, raw }) => {
            const path = trimSlashes(text.replace(/\/\*$/, "/"));
            const isRoot = text.startsWith("/") && path === "" && text.length < 3;
            if (isRoot || systemFolders.has(path)) return true;
            // `rm -rf "$DIR/bin"` removes /bin where DIR is empty.
            const [first] = expansionsIn(raw);
            if (first?.kind !== "parameter" || first.modifier !== "") return false;
            const lead = raw.slice(0, first.offset);
            const rest = raw.slice(first.offset + first.raw.length).replace(/^"/, "");
            const isBare = lead === "" || lead === '"';
            return isBare && systemFolders.has(trimSlashes(rest.replace(/["*]+$/, "")) || "-");
          }),
        )
        .map(wholeCommand),
  ),
  shellRule(
    {
      id: "dockerfile-shell-unused",
      title: "A variable is set and not used",
      description: "It ends with the RUN, and no program sees it.",
      remediation: "Remove it, or export it; use ENV for what is to stay.",
      codes: ["SC2034"],
    },
    ({ commands, instruction }) => {
      const mentioned = namesIn(instruction);
      if (mentioned.has("allexport")) return [];
      return commands
        .filter(({ name }) => name === "")
        .flatMap(({ assignments }) =>
          assignments.flatMap((word) => {
            const name = /^(\w+)\+?=/.exec(word.text)?.[1];
            if (name === undefined || /^[A-Z_]*(?:PATH|IFS|PS\d|LANG|LC_\w+|HOME)$/.test(name))
              return [];
            return mentioned.has(name) ? [] : [{ at: word, value: word.raw }];
          }),
        );
    },
  ),
  shellRule(
    {
      id: "dockerfile-shell-unclosed",
      title: "A quote is never closed",
      severity: "medium",
      description: "The shell ends with a syntax error, or takes the rest of the script as text.",
      remediation: "Close the quote; a quote within single quotes is written '\\''.",
      codes: ["SC1009", "SC1072", "SC1073"],
    },
    ({ commands }) =>
      commands.flatMap(({ args, assignments }) =>
        [...assignments, ...args]
          .filter(({ raw, isExact }) => isExact && !isClosed(raw))
          .map((word) => ({ at: word, value: word.raw.slice(0, 80) })),
      ),
  ),
];

/** The names that an instruction mentions elsewhere than where it sets them. */
function namesIn({ text, heredocs }: Instruction): ReadonlySet<string> {
  const all = [text, ...heredocs.map(({ content }) => content)].join("\n");
  const names = new Set<string>();
  for (const [name] of all.matchAll(/\b[A-Za-z_]\w*\b(?!\+?=)/g)) names.add(name);
  // `set -a` exports what follows.
  if (/\bset[ ]-[a-zA-Z]*a/.test(all)) names.add("allexport");
  return names;
}

/** True when the quotes and the substitutions of a word end within it. */
function isClosed(raw: string): boolean {
  let quote = "";
  for (let i = 0; i < raw.length; i += 1) {
    const char = raw[i]!;
    if (char === "\\" && quote !== "'") i += 1;
    else if (quote === "" && /["'`]/.test(char)) quote = char;
    else if (char === quote) quote = "";
    // What is nested has quotes of its own.
    else if (char === "$" && quote !== "'" && raw[i + 1] === "(") return true;
  }
  return quote === "";
}
