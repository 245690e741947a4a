import { UsageError } from "../arguments.ts";
import { type CommandInput, exitCodes, type Io } from "../command.ts";
import { emitReport, outputTargets } from "../output.ts";
import { runCheck } from "../run-check.ts";

export async function run(input: CommandInput, io: Io): Promise<number> {
  const targets = outputTargets(input);
  if (input.operands.length === 0) throw new UsageError("Name the image to verify");
  const checked = await runCheck(input, io, ["trust"]);
  await emitReport(checked, input, io, targets);
  if (checked.report.trust.result === "verified") return exitCodes.accepted;
  return checked.report.incomplete.length > 0 ? exitCodes.incomplete : exitCodes.refused;
}
