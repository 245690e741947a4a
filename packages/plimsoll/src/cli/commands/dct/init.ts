import { type CommandInput, exitCodes, type Io } from "../../command.ts";
import { print } from "./print.ts";
import { repositoryOf, withSettings } from "./settings.ts";

export async function run(
  input: CommandInput,
  operands: readonly string[],
  io: Io,
): Promise<number> {
  const gun = repositoryOf(operands, "init");
  return withSettings(input, io, async ({ trust, ...settings }) => {
    const { dct } = await import("@plimsoll/sign");
    const snapshot = input.flag("own-snapshot") ? "own" : "server";
    const made = await dct.initialise({ ...settings, gun, server: trust.server, snapshot });
    await print(input, io, made, [
      `initialised ${made.gun}`,
      `root key ${made.rootKey.id}: pin it with --root-key`,
      `its file ${made.rootKey.canonicalId}.key: keep a copy off this machine`,
    ]);
    return exitCodes.accepted;
  });
}
