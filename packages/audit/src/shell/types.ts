import type { Position } from "../text/position.ts";

/** A word of a shell command. */
export interface ShellWord extends Position {
  /** Without quotes; expansions stay as written. */
  readonly text: string;
  /** As written. */
  readonly raw: string;
  /** False when the position is that of the string around it (`sh -c "…"`). */
  readonly isExact: boolean;
  /** Commands of the `$(…)`, `` `…` `` and `<(…)` in it. */
  readonly substitutions: readonly ShellCommand[];
}

/** Where a command reads from or writes to: `2> file`. */
export interface Redirection extends Position {
  /** `>`, `>>`, `<`, `>&`, `&>`, `<<<` … */
  readonly operator: string;
  /** As written before the operator; "" when none is. */
  readonly descriptor: string;
  readonly target: ShellWord;
}

/** A simple command of the shell grammar (POSIX.1-2024, 2.9.1). */
export interface ShellCommand extends Position {
  /** Last part of the program's path, wrappers such as `sudo` and `env` taken off: `apt-get`; "" for assignments alone. */
  readonly name: string;
  /** Name of the shell that reads it: `sh`, `bash`; "" for an argument vector. */
  readonly shell: string;
  /** What joins it to the command before it; "" for the first of a script. */
  readonly operator: "" | "\n" | ";" | "&" | "&&" | "||" | "|" | "|&" | "(" | ")";
  readonly redirections: readonly Redirection[];
  /** Changes wherever `{`, `(`, `if`, `do` … opens or closes a group of commands. */
  readonly group: number;
  /** What follows the program's name, redirections left out. */
  readonly args: readonly ShellWord[];
  /** Programs that start it: `["sudo"]`. */
  readonly wrappers: readonly string[];
  /** `NAME=value` before the program. */
  readonly assignments: readonly ShellWord[];
  /** The same number for the commands of one pipeline. */
  readonly pipeline: number;
  /** Place in its pipeline, counted from 0. */
  readonly stage: number;
}
