import { UsageError } from "../../arguments.ts";
import { type CommandInput, exitCodes, type Io } from "../../command.ts";
import { printableLine } from "../../printable.ts";
import { advisorySettings } from "./settings.ts";

/** Exit code 1 when a file is missing or changed. */
export async function run(
  input: CommandInput,
  operands: readonly string[],
  io: Io,
): Promise<number> {
  const [own, ...more] = operands;
  if (more.length > 0) throw new UsageError("Name one folder: plimsoll advisories verify DIR");
  const [{ verifyAdvisories }, { directory, key }] = await Promise.all([
    import("@plimsoll/advisories"),
    advisorySettings(input, own),
  ]);
  if (directory === undefined)
    throw new UsageError("Name a folder: plimsoll advisories verify DIR");
  const { files, broken, isSigned } = await verifyAdvisories(directory, key);
  for (const { what, code, why } of broken) {
    io.err(`${code}: ${printableLine(what)}: ${printableLine(why)}\n`);
  }
  if (!input.flag("quiet")) {
    const signature = isSigned
      ? "the signature holds"
      : "no signature was asked for (--advisories-key)";
    await io.out(`${files - broken.length} of ${files} files are as named; ${signature}\n`);
  }
  return broken.length > 0 ? exitCodes.refused : exitCodes.accepted;
}
