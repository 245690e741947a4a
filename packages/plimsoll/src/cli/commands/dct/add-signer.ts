import { readTextFile } from "../../../files/read-text-file.ts";
import { UsageError } from "../../arguments.ts";
import { type CommandInput, exitCodes, type Io } from "../../command.ts";
import { print } from "./print.ts";
import { repositoryAnd, withSettings } from "./settings.ts";

const maxKeyBytes = 64 * 1024;

export async function run(
  input: CommandInput,
  operands: readonly string[],
  io: Io,
): Promise<number> {
  const [gun, name] = repositoryAnd(operands, "add-signer", "NAME");
  const files = input.texts("public-key");
  if (files.length === 0) throw new UsageError("Name the signer's public key with --public-key");
  const publicKeys = await Promise.all(files.map((path) => readTextFile(path, maxKeyBytes)));
  return withSettings(input, io, async (settings) => {
    const { dct } = await import("@plimsoll/sign");
    const { keyIds } = await dct.addSigner({ ...settings, gun, name, publicKeys });
    await print(input, io, { gun, name, keyIds }, [
      `${name} may sign in ${gun} with ${keyIds.join(", ")}`,
    ]);
    return exitCodes.accepted;
  });
}
