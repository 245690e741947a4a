import type { DctRoleInfo } from "@plimsoll/sign";
import { type CommandInput, exitCodes, type Io } from "../../command.ts";
import { checkLines, print } from "./print.ts";
import { repositoryOf, withSettings } from "./settings.ts";

/** Exit code 1 when what is published does not verify by the pins. */
export async function run(
  input: CommandInput,
  operands: readonly string[],
  io: Io,
): Promise<number> {
  const gun = repositoryOf(operands, "inspect");
  return withSettings(input, io, async (settings) => {
    const { dct } = await import("@plimsoll/sign");
    const result = await dct.inspect({ ...settings, gun });
    await print(input, io, result, [
      ...checkLines(result.checks),
      ...result.roles.map(describeRole),
      ...result.tags.map(({ tag, digest, role }) => `tag ${tag}  ${digest}  ${role}`),
    ]);
    return result.isVerified ? exitCodes.accepted : exitCodes.refused;
  });
}

function describeRole({ name, threshold, keys, version, expires, fault }: DctRoleInfo): string {
  const ids = keys.map(({ id }) => id).join(", ");
  const state =
    fault !== undefined
      ? `not used: ${fault}`
      : version === undefined
        ? "nothing signed"
        : `version ${version}, until ${expires}`;
  return `role ${name}  ${threshold} of ${ids}  ${state}`;
}
