import { version } from "../version.ts";
import { parseArguments, UsageError } from "./arguments.ts";
import { keepCompiledCode } from "./code-cache.ts";
import { type CommandSpec, exitCodes, type Io } from "./command.ts";
import { commands } from "./commands.ts";
import { commandHelp, mainHelp } from "./help.ts";
import { nearest } from "./nearest.ts";
import { printableLine } from "./printable.ts";
import { processIo } from "./process-io.ts";

/** Runs the command line of this process and sets its exit code. */
export async function main(argv: readonly string[] = process.argv.slice(2)): Promise<void> {
  // Help and version load next to nothing.
  if (commands.some(({ name }) => name === argv[0])) keepCompiledCode();
  process.exitCode = await runCommandLine(argv, processIo());
}

/** Runs one command line; returns its exit code. Nothing escapes as an exception. */
export async function runCommandLine(argv: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    const topic = commands.find((command) => command.name === rest[0]);
    await io.out(topic ? commandHelp(topic) : mainHelp(commands));
    return name === undefined ? exitCodes.usage : exitCodes.accepted;
  }
  if (name === "--version" || name === "-V") {
    await io.out(`${version}\n`);
    return exitCodes.accepted;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) {
    const guess = nearest(
      name,
      commands.map((candidate) => candidate.name),
    );
    io.err(
      `plimsoll has no command ${printableLine(name)}${guess ? `; did you mean ${guess}?` : ""}\n`,
    );
    io.err("Run plimsoll --help for the list.\n");
    return exitCodes.usage;
  }
  return runCommand(command, rest, io);
}

async function runCommand(command: CommandSpec, argv: readonly string[], io: Io): Promise<number> {
  try {
    const input = parseArguments(command, argv);
    if (input.flag("help")) {
      await io.out(commandHelp(command));
      return exitCodes.accepted;
    }
    const { run } = await command.load();
    return await run(input, io, commands);
  } catch (error) {
    if (error instanceof UsageError) {
      io.err(
        `${printableLine(error.message)}\nRun plimsoll ${command.name} --help for the options.\n`,
      );
      return exitCodes.usage;
    }
    const { explainError } = await import("./explain-error.ts");
    const { text, exitCode } = explainError(error, io.env);
    io.err(text);
    return exitCode;
  }
}
