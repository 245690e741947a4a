import type { CommandInput, Io } from "../command.ts";
import { exitCodeOf } from "../exit-code.ts";
import { emitReport, outputTargets } from "../output.ts";
import { runCheck } from "../run-check.ts";

export async function run(input: CommandInput, io: Io): Promise<number> {
  const targets = outputTargets(input, io);
  const checked = await runCheck(input, io, [
    "packages",
    "vulnerabilities",
    "secrets",
    "malware",
    "licences",
    "files",
  ]);
  await emitReport(checked, input, io, targets);
  return exitCodeOf(checked.report);
}
