import { UsageError } from "../arguments.ts";
import { type CommandInput, exitCodes, type Io } from "../command.ts";
import { emitReport, outputTargets } from "../output.ts";
import { requireRegistryReference } from "../reference-kind.ts";
import { runCheck } from "../run-check.ts";

export async function run(input: CommandInput, io: Io): Promise<number> {
  const targets = outputTargets(input, io);
  const [image] = input.operands;
  if (image === undefined) throw new UsageError("Name the image to verify");
  requireRegistryReference(image, "Signatures live in a registry");
  const checked = await runCheck(verifyOnly(input), io, ["trust"]);
  await emitReport(checked, input, io, targets);
  const { trust, incomplete } = checked.report;
  if (trust.isAccepted ?? trust.result === "verified") return exitCodes.accepted;
  return incomplete.length > 0 ? exitCodes.incomplete : exitCodes.refused;
}

/** Whoever asks to verify refuses what is not verified, whatever the configuration requires. */
function verifyOnly(input: CommandInput): CommandInput {
  return { ...input, flag: (name) => name === "require-signature" || input.flag(name) };
}
