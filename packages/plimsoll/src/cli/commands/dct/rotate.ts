import { UsageError } from "../../arguments.ts";
import { type CommandInput, exitCodes, type Io } from "../../command.ts";
import { print } from "./print.ts";
import { repositoryAnd, withSettings } from "./settings.ts";

const roles = ["root", "targets", "snapshot", "timestamp"] as const;

export async function run(
  input: CommandInput,
  operands: readonly string[],
  io: Io,
): Promise<number> {
  const [gun, name] = repositoryAnd(operands, "rotate", roles.join("|"));
  const role = roles.find((each) => each === name);
  if (role === undefined) throw new UsageError(`${name}: choose one of ${roles.join(", ")}`);
  return withSettings(input, io, async (settings) => {
    const { dct } = await import("@plimsoll/sign");
    const heldBy = input.flag("own-snapshot") ? "own" : "server";
    const rotated = await dct.rotate({ ...settings, gun, role, heldBy });
    const pin = role === "root" ? ": pin it with --root-key from now on" : "";
    await print(input, io, rotated, [`${role} of ${gun} has the key ${rotated.key.id}${pin}`]);
    return exitCodes.accepted;
  });
}
