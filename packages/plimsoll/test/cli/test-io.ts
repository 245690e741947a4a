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

/** The same with environment variables, and perhaps with somebody at the terminal. */
export async function runWith(
  env: NodeJS.ProcessEnv,
  ...given: (string | Pick<Io, "ask">)[]
): Promise<Ran> {
  const argv = given.filter((each) => typeof each === "string");
  const person = given.find((each) => typeof each !== "string");
  let out = "";
  let err = "";
  const io: Io = {
    ...person,
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
