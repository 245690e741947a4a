import type { Io } from "../../src/cli/command.ts";
import { runCommandLine } from "../../src/cli/main.ts";

/** Runs one command line in this process and collects what it printed. */
export function run(...argv: string[]): Promise<Ran> {
  return runWith({}, ...argv);
}

export interface Ran {
  exitCode: number;
  out: string;
  err: string;
}

/** The same with environment variables. */
export async function runWith(env: NodeJS.ProcessEnv, ...argv: string[]): Promise<Ran> {
  let out = "";
  let err = "";
  const io: Io = {
    out: async (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    isOutTerminal: false,
    isErrTerminal: false,
    width: 100,
    env,
    signal: new AbortController().signal,
  };
  const exitCode = await runCommandLine(argv, io);
  return { exitCode, out, err };
}
