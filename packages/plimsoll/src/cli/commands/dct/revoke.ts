import { type CommandInput, exitCodes, type Io } from "../../command.ts";
import { printableLine } from "../../printable.ts";
import { print } from "./print.ts";
import { tagOf, withSettings } from "./settings.ts";

/** Exit code 1 when a role that no key is at hand for still signs the tag. */
export async function run(
  input: CommandInput,
  operands: readonly string[],
  io: Io,
): Promise<number> {
  const { gun, tag } = await tagOf(operands, "revoke");
  return withSettings(input, io, async (settings) => {
    const { dct } = await import("@plimsoll/sign");
    const revoked = await dct.revoke({ ...settings, gun, tag });
    await print(input, io, revoked, [`revoked ${gun}:${tag} in ${revoked.roles.join(", ")}`]);
    if (revoked.remaining.length === 0) return exitCodes.accepted;
    io.err(`still signed by ${printableLine(revoked.remaining.join(", "))}\n`);
    return exitCodes.refused;
  });
}
