import { UsageError } from "../arguments.ts";
import { type CommandInput, type CommandSpec, exitCodes, type Io } from "../command.ts";
import { completionScript, shells } from "../completion.ts";

export async function run(
  input: CommandInput,
  io: Io,
  commands: readonly CommandSpec[],
): Promise<number> {
  const shell = shells.find((name) => name === input.operands[0]);
  if (shell === undefined) throw new UsageError(`Name a shell: ${shells.join(", ")}`);
  await io.out(completionScript(shell, commands));
  return exitCodes.accepted;
}
