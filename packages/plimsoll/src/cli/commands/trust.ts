import { UsageError } from "../arguments.ts";
import type { CommandInput, Io } from "../command.ts";

type Action = (input: CommandInput, operands: readonly string[], io: Io) => Promise<number>;

/** Each action's code, loaded when it runs. */
const actions: Readonly<Record<string, () => Promise<{ run: Action }>>> = {
  update: () => import("./trust/update.ts"),
  show: () => import("./trust/show.ts"),
  import: () => import("./trust/import.ts"),
};

export async function run(input: CommandInput, io: Io): Promise<number> {
  const [name = "", ...operands] = input.operands;
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (!action) {
    throw new UsageError(`Say what to do: plimsoll trust ${Object.keys(actions).join("|")}`);
  }
  const { run: act } = await action();
  return act(input, operands, io);
}
