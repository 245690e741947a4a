import { statSync } from "node:fs";
import { UsageError } from "../arguments.ts";
import type { CommandInput, Io } from "../command.ts";
import { exitCodeOf } from "../exit-code.ts";
import { emitReport, outputTargets } from "../output.ts";
import { runCheck } from "../run-check.ts";
import { runFix, wantsFix } from "../run-fix.ts";
import { isLive, runLive } from "./audit-live.ts";

export async function run(input: CommandInput, io: Io): Promise<number> {
  if (isLive(input)) return runLive(input, io);
  const targets = outputTargets(input, io);
  const { images, dockerfile, files } = sortOperands(input.operands);
  if (images.length > 1)
    throw new UsageError(`Give one image, not ${images.length}: ${images.join(" ")}`);
  const subject = { image: images[0], dockerfile, files };
  if (wantsFix(input)) {
    const exitCode = await runFix(input, io, subject);
    if (exitCode !== undefined) return exitCode;
  }
  const checked = await runCheck(input, io, ["audit"], subject);
  await emitReport(checked, input, io, targets);
  return exitCodeOf(checked.report);
}

/** A name that says itself what it is the name of, whether or not there is such a file. */
const fileName =
  /^\.{0,2}\/|\.ya?ml$|(?:^|\/)\.?devcontainer\.json$|(?:^|\/)(?:Dockerfile|Containerfile)(?:\.[\w.-]+)?$|\.(?:Dockerfile|Containerfile)$/i;

function sortOperands(operands: readonly string[]) {
  const images: string[] = [];
  const dockerfile: string[] = [];
  const files: string[] = [];
  for (const operand of operands) {
    const stats = statSync(operand, { throwIfNoEntry: false });
    if (stats?.isDirectory()) {
      throw new UsageError(
        `${operand} is a folder: name the Dockerfile or compose file in it, or write dir:${operand} or oci-dir:${operand} for an image`,
      );
    }
    if (stats === undefined && !fileName.test(operand)) images.push(operand);
    else if (/\.(?:ya?ml|json)$/i.test(operand)) files.push(operand);
    else dockerfile.push(operand);
  }
  return { images, dockerfile, files };
}
