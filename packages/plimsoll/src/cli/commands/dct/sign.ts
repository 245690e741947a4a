import { type CommandInput, exitCodes, type Io } from "../../command.ts";
import { print } from "./print.ts";
import { tagOf, withSettings } from "./settings.ts";

export async function run(
  input: CommandInput,
  operands: readonly string[],
  io: Io,
): Promise<number> {
  const asked = await tagOf(operands, "sign");
  return withSettings(input, io, async (settings) => {
    const { dct } = await import("@plimsoll/sign");
    // Pins are one thing, the roles to sign in another.
    const trust = { ...settings.trust, roles: undefined };
    const roles = input.texts("role");
    const signed = await dct.sign({ ...settings, ...asked, trust, roles });
    const state = signed.wasSigned ? "was signed already" : "signed";
    await print(input, io, signed, [
      `${state} ${signed.gun}:${signed.tag} as ${signed.digest} in ${signed.roles.join(", ")}`,
    ]);
    return exitCodes.accepted;
  });
}
