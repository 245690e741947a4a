/** One option of a command. Help text, parsing and shell completion are made from it. */
export interface Option {
  name: string;
  short?: string;
  /** Name of the value in help; a flag has none. */
  value?: string;
  /** The value may be left out, and stands behind `=` when it is not: `--fix`, `--fix=unsafe`. */
  valueOptional?: boolean;
  /** Values that completion offers. */
  choices?: readonly string[];
  /** May be given several times. */
  multiple?: boolean;
  description: string;
}

/** What a command is, without the code that runs it. */
export interface CommandSpec {
  name: string;
  /** What comes after the options, e.g. `IMAGE`. */
  operands: string;
  /** One line for the list of commands. */
  summary: string;
  description: string;
  options: readonly Option[];
  examples: readonly { run: string; does: string }[];
  /** The code, loaded when the command runs. `commands` are all of them, for who writes about them. */
  load(): Promise<{
    run(input: CommandInput, io: Io, commands: readonly CommandSpec[]): Promise<number>;
  }>;
}

/** Arguments of a command after parsing. */
export interface CommandInput {
  operands: readonly string[];
  /** Last value of an option; `undefined` when it was not given, "" when its value was left out. */
  text(name: string): string | undefined;
  texts(name: string): readonly string[];
  flag(name: string): boolean;
}

/** What a command may touch of the process. */
export interface Io {
  /** Resolves when the text was taken. */
  out(text: string): Promise<void>;
  err(text: string): void;
  /** Asks a person and waits for the line that is typed; undefined where nobody sits at a terminal. */
  ask?(question: string): Promise<string>;
  isOutTerminal: boolean;
  isErrTerminal: boolean;
  /** Columns of the terminal. */
  width: number;
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
}

/** Exit codes: a promise to scripts. */
export const exitCodes = { accepted: 0, refused: 1, usage: 2, incomplete: 3 } as const;
