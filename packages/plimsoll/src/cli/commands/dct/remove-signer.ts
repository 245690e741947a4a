import { type CommandInput, exitCodes, type Io } from "../../command.ts";
import { printableLine } from "../../printable.ts";
import { print } from "./print.ts";
import { repositoryAnd, withSettings } from "./settings.ts";

export async function run(
  input: CommandInput,
  operands: readonly string[],
  io: Io,
): Promise<number> {
  const [gun, name] = repositoryAnd(operands, "remove-signer", "NAME");
  return withSettings(input, io, async (settings) => {
    const { dct } = await import("@plimsoll/sign");
    const { unsigned } = await dct.removeSigner({
      ...settings,
      gun,
      name,
      force: input.flag("force"),
    });
    await print(input, io, { gun, name, unsigned }, [`${name} signs in ${gun} no more`]);
    if (unsigned.length > 0) {
      const roles = printableLine(unsigned.join(", "));
      io.err(`${roles} must be signed anew by another signer: its tags do not count until then\n`);
    }
    return exitCodes.accepted;
  });
}
