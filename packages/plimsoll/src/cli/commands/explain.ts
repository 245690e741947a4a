import { UsageError } from "../arguments.ts";
import { type CommandInput, exitCodes, type Io } from "../command.ts";
import { configFromFlags } from "../flags.ts";
import { printableLine } from "../printable.ts";
import { startProgress } from "../progress.ts";

export async function run(input: CommandInput, io: Io): Promise<number> {
  const [id, image, ...more] = input.operands;
  if (id === undefined || image === undefined || more.length > 0) {
    throw new UsageError("Say which vulnerability of which image: plimsoll explain CVE-… IMAGE");
  }
  const [{ explain }, { config, directory }] = await Promise.all([
    import("../../explain/explain.ts"),
    configFromFlags(input),
  ]);
  const { progress, stop } = startProgress(io, input.flag("quiet"));
  const told = await explain(id, image, {
    config,
    directory,
    osOnly: input.flag("os-only"),
    signal: io.signal,
    ...(progress && { progress }),
  }).finally(stop);
  if (!input.flag("quiet")) {
    const { explanationText } = await import("../../explain/explanation-text.ts");
    await io.out(
      input.text("format") === "json"
        ? `${JSON.stringify(told, null, 2)}\n`
        : explanationText(told),
    );
  }
  for (const { what, why } of told.incomplete)
    io.err(`not inspected: ${printableLine(what)}: ${printableLine(why)}\n`);
  return told.incomplete.length > 0 ? exitCodes.incomplete : exitCodes.accepted;
}
