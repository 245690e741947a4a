import { type CommandInput, exitCodes, type Io } from "../../command.ts";
import { checkLines, print } from "./print.ts";
import { tagOf, withSettings } from "./settings.ts";

/** Exit code 0 only when verified. */
export async function run(
  input: CommandInput,
  operands: readonly string[],
  io: Io,
): Promise<number> {
  const asked = await tagOf(operands, "verify");
  return withSettings(input, io, async (settings) => {
    const { dct } = await import("@plimsoll/sign");
    const result = await dct.verifyTag({ ...settings, ...asked });
    const pinned = result.digest === undefined ? [] : [`${result.gun}@${result.digest}`];
    await print(input, io, result, [...checkLines(result.signature.checks), ...pinned]);
    return result.signature.result === "verified" ? exitCodes.accepted : exitCodes.refused;
  });
}
