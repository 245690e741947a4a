import { UsageError } from "../arguments.ts";
import type { CommandInput, Io } from "../command.ts";

type Action = (input: CommandInput, operands: readonly string[], io: Io) => Promise<number>;

/** Each action's code, loaded when it runs. */
const actions: Readonly<Record<string, () => Promise<{ run: Action }>>> = {
  inspect: () => import("./dct/inspect.ts"),
  verify: () => import("./dct/verify.ts"),
  init: () => import("./dct/init.ts"),
  sign: () => import("./dct/sign.ts"),
  revoke: () => import("./dct/revoke.ts"),
  "add-signer": () => import("./dct/add-signer.ts"),
  "remove-signer": () => import("./dct/remove-signer.ts"),
  rotate: () => import("./dct/rotate.ts"),
  migrate: () => import("./dct/migrate.ts"),
};

export async function run(input: CommandInput, io: Io): Promise<number> {
  const [name = "", ...operands] = input.operands;
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (!action) {
    throw new UsageError(`Say what to do: plimsoll dct ${Object.keys(actions).join("|")}`);
  }
  const { run: act } = await action();
  return act(input, operands, io);
}
