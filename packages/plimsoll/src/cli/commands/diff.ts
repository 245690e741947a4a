import { readSourceFiles } from "../../check/source-files.ts";
import { UsageError } from "../arguments.ts";
import type { CommandInput, Io } from "../command.ts";
import { exitCodeOf } from "../exit-code.ts";
import { configFromFlags } from "../flags.ts";
import { emitReport, outputTargets } from "../output.ts";
import { startProgress } from "../progress.ts";

export async function run(input: CommandInput, io: Io): Promise<number> {
  const targets = outputTargets(input, io);
  const [base, head, ...more] = input.operands;
  if (base === undefined || head === undefined || more.length > 0) {
    throw new UsageError("Name two states: plimsoll diff BASE HEAD");
  }
  const [{ diff }, { config, directory }] = await Promise.all([
    import("../../compare/diff.ts"),
    configFromFlags(input),
  ]);
  const { progress, stop } = startProgress(io, input.flag("quiet"));
  const report = await diff(base, head, {
    config,
    directory,
    osOnly: input.flag("os-only"),
    signal: io.signal,
    ...(progress && { progress }),
  }).finally(stop);
  const { dockerfile = [], compose = [], files = [] } = config;
  const sources = async () =>
    (await readSourceFiles([...dockerfile, ...compose, ...files], directory)).files;
  await emitReport({ report, sources }, input, io, targets);
  return exitCodeOf(report);
}
