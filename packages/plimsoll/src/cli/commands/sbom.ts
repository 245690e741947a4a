import type { CommandInput, Io } from "../command.ts";
import { exitCodeOf } from "../exit-code.ts";
import { emitReport, outputTargets } from "../output.ts";
import { printableLine } from "../printable.ts";
import { runCheck } from "../run-check.ts";

export async function run(input: CommandInput, io: Io): Promise<number> {
  const targets = outputTargets(input, io);
  const checked = await runCheck(input, io, ["packages"]);
  await emitReport(checked, input, io, targets, "cyclonedx");
  if (input.flag("attached")) io.err(`${printableLine(checked.report.trust.reason)}\n`);
  for (const { what, why } of checked.report.incomplete)
    io.err(`not inspected: ${printableLine(what)}: ${printableLine(why)}\n`);
  return exitCodeOf(checked.report);
}
