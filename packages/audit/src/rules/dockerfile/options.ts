import type { ShellCommand, ShellWord } from "../../shell/types.ts";

/**
 * True when a command has one of these options. A short one (`-k`) is also found among others in
 * one word (`-fsSLk`), a long one also with a value (`--opt=value`).
 */
export function hasOption(command: ShellCommand, ...options: string[]): boolean {
  return findOption(command, ...options) !== undefined;
}

/** The first word that gives one of these options. */
export function findOption(command: ShellCommand, ...options: string[]): ShellWord | undefined {
  return command.args.find(({ text }) =>
    options.some((option) => {
      if (option.startsWith("--")) return text === option || text.startsWith(`${option}=`);
      return /^-[A-Za-z]+$/.test(text) && text.includes(option.slice(1));
    }),
  );
}

/** The first argument that is no option: the subcommand of `apt-get`, `apk`, `npm`. */
export function subcommand(command: ShellCommand): ShellWord | undefined {
  return command.args.find(({ text }) => !text.startsWith("-"));
}

/** The arguments behind `word` that are no options. */
export function operandsBehind(command: ShellCommand, word: ShellWord): ShellWord[] {
  return command.args
    .slice(command.args.indexOf(word) + 1)
    .filter(({ text }) => !text.startsWith("-"));
}
