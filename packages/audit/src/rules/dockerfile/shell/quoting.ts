import { expansionsIn, unquotedText } from "../../../shell/expansions.ts";
import type { ShellCommand, ShellWord } from "../../../shell/types.ts";
import { replaceWord } from "../edit.ts";
import { allWords, declaredVariables } from "./script-variables.ts";
import { type ShellScript, shellRule } from "./shell-rule.ts";

/** Parameters whose values never hold white space. */
const plain = /^(?:[#?$!-]|#.*)$/;

/** Commands whose words are not split, or that are only printed or compared. */
const unsplit = new Set(["[[", "case", "for", "select", "export", "local", "readonly", "declare"]);

/** Arguments that the shell splits. */
function splitWords({ commands }: ShellScript): { word: ShellWord; command: ShellCommand }[] {
  return commands
    .filter(({ name }) => !unsplit.has(name))
    .flatMap((command) => command.args.map((word) => ({ word, command })));
}

/** `$VAR` outside quotes. */
export const unquotedVariable = shellRule(
  {
    id: "dockerfile-shell-unquoted",
    title: "A variable is used without quotes",
    description: "A value with a space becomes two words; one with * becomes names of files.",
    remediation: 'Put it into double quotes: "$NAME".',
    codes: ["SC2086"],
  },
  (script) => {
    const single = singleWordVariables(script);
    const declared = declaredVariables(script.file, script.stage);
    return splitWords(script).flatMap(({ word }) =>
      expansionsIn(word.raw)
        .filter(
          ({ kind, isQuoted, name, modifier }) =>
            kind === "parameter" &&
            !isQuoted &&
            !plain.test(name) &&
            name !== "@" &&
            !single.has(name) &&
            // As hadolint has it, values of ARG and ENV are taken for single words.
            !declared.has(name) &&
            // `${NAME:+word}` is how optional words are given.
            !/^:?\+/.test(modifier),
        )
        .slice(0, 1)
        .map(({ raw }) => {
          const isSimple = word.raw === raw && word.isExact;
          const description = "Put it into double quotes.";
          const fix = isSimple
            ? replaceWord(script.file, word, `"${raw}"`, description)
            : { description };
          return { at: word, value: word.raw, fix };
        }),
    );
  },
);

/** `$(…)` outside quotes. */
export const unquotedSubstitution = shellRule(
  {
    id: "dockerfile-shell-unquoted-command",
    title: "The output of a command is used without quotes",
    description: "Output with a space becomes several words; with * it becomes names of files.",
    remediation: 'Put it into double quotes: "$(command)".',
    codes: ["SC2046"],
  },
  (script) =>
    splitWords(script).flatMap(({ word, command }) =>
      expansionsIn(word.raw)
        .filter(({ kind, isQuoted }) => (kind === "command" || kind === "backticks") && !isQuoted)
        // `eval` joins its words again; a number of processors is one word.
        .filter(({ raw }) => command.name !== "eval" && !/^(?:\$\(|`)\s*nproc\b/.test(raw))
        .slice(0, 1)
        .map(() => ({ at: word, value: word.raw })),
    ),
);

/** Backticks. */
export const backticks = shellRule(
  {
    id: "dockerfile-shell-backticks",
    title: "Backticks are used for a command's output",
    description: "They do not nest, and backslashes within mean something else.",
    remediation: "Write $(command).",
    codes: ["SC2006"],
  },
  (script) =>
    allWords(script).flatMap((word) =>
      expansionsIn(word.raw)
        .filter(({ kind }) => kind === "backticks")
        .slice(0, 1)
        .map(({ raw }) => {
          const inner = raw.slice(1, -1);
          const isSimple = word.isExact && !/[\\`\n]/.test(inner) && raw.endsWith("`");
          const description = "Write $(command).";
          const fixed = word.raw.replace(raw, () => `$(${inner})`);
          const fix = isSimple
            ? replaceWord(script.file, word, fixed, description)
            : { description };
          return { at: word, value: word.raw, fix };
        }),
    ),
);

/** Programs whose arguments have variables of their own. */
const ownLanguage =
  /^(?:awk|gawk|mawk|nawk|sed|perl|ruby|php|jq|yq|python[\d.]*|node|find|xargs|sh|bash|ash|dash|zsh|ksh|su|gosu|git|dpkg-query|rpm|envsubst|trap|alias|eval|grep|egrep|rg|ssh|docker|psql|mysql|pwsh|expect|tmux|watch|parallel|printf|make|cmake|gcc|ld)$/;

/** `'$VAR'` stays as it is. */
export const singleQuoted = shellRule(
  {
    id: "dockerfile-shell-single-quotes",
    title: "A variable within single quotes is not replaced",
    description: "Within single quotes a dollar sign is a dollar sign.",
    remediation: "Use double quotes, or leave it, where the text is meant for a file.",
    codes: ["SC2016"],
    optional: true,
  },
  (script) =>
    script.commands
      .filter(({ name }) => !ownLanguage.test(name) && name !== "[[")
      .flatMap(({ args }) =>
        args
          .filter(({ raw }) => /^'[^']*\$(?:\{?[A-Za-z_]|\()[^']*'$/.test(raw))
          .map((word) => ({ at: word, value: word.raw })),
      ),
);

/** `rm *` takes a file's name for an option. */
export const globDash = shellRule(
  {
    id: "dockerfile-shell-glob-dash",
    title: "A pattern may give names that begin with a hyphen",
    description: "The program takes a file named -rf for an option.",
    remediation: "Write ./*, or -- before the pattern.",
    codes: ["SC2035"],
  },
  (script) =>
    script.commands
      .filter(({ name, args }) => takesFiles.has(name) && !args.some(({ text }) => text === "--"))
      .flatMap(({ args }) =>
        args
          .filter(({ raw }) => /^\*/.test(raw) && unquotedText(raw).startsWith("*"))
          .map((word) => {
            const description = "Write ./ before the pattern.";
            const fix = word.isExact
              ? replaceWord(script.file, word, `./${word.raw}`, description)
              : { description };
            return { at: word, value: word.raw, fix };
          }),
      ),
);

const takesFiles = new Set(
  "rm cp mv ls cat chmod chown tar zip gzip sha256sum md5sum grep sed head tail wc rpm".split(" "),
);

/** Variables that the script only ever sets to words without white space. */
function singleWordVariables({ commands }: ShellScript): ReadonlySet<string> {
  const single = new Set<string>();
  const other = new Set<string>();
  const isPlain = (text: string) => /^[\w./:@%+,=-]*$/.test(text);
  for (const { name, args, assignments } of commands) {
    const set = name === "export" || name === "local" ? args : assignments;
    for (const { text } of set) {
      const equals = text.indexOf("=");
      const variable = text.slice(0, equals).replace(/\+$/, "");
      if (equals !== -1) (isPlain(text.slice(equals + 1)) ? single : other).add(variable);
    }
    if (name === "read") for (const { text } of args) other.add(text);
    const [variable, word, ...values] = name === "for" ? args : [];
    if (variable !== undefined && word?.text === "in") {
      (values.every(({ text }) => isPlain(text)) ? single : other).add(variable.text);
    }
  }
  for (const name of other) single.delete(name);
  return single;
}
