import { UsageError } from "../../arguments.ts";
import { type CommandInput, exitCodes, type Io } from "../../command.ts";
import { printableLine } from "../../printable.ts";
import { startProgress } from "../../progress.ts";
import { advisorySettings } from "./settings.ts";
import { kilobytes } from "./size.ts";

export async function run(
  input: CommandInput,
  operands: readonly string[],
  io: Io,
): Promise<number> {
  if (operands.length > 0) throw new UsageError("plimsoll advisories pull takes no operand");
  const [{ pullAdvisories }, settings] = await Promise.all([
    import("@plimsoll/advisories"),
    advisorySettings(input),
  ]);
  const { mirrors, offline, key, cache, insecure } = settings;
  if (mirrors.length === 0) throw new UsageError("Name a mirror with --advisories-mirror");
  const { progress, stop } = startProgress(io, input.flag("quiet"));
  const { index, files, bytes, faults } = await pullAdvisories({
    mirrors,
    offline,
    key,
    cache,
    insecure,
    out: input.text("out"),
    signal: io.signal,
    ...(progress && { progress }),
  }).finally(stop);
  for (const { subject = "mirror", message } of faults) {
    io.err(`not used: ${printableLine(subject)}: ${printableLine(message)}\n`);
  }
  if (!input.flag("quiet")) {
    await io.out(
      `${index.shards.length} shards in ${files} files, ${kilobytes(bytes)}, built ${index.created}\n`,
    );
  }
  return exitCodes.accepted;
}
