import type { Recording } from "@plimsoll/audit";
import type { ConfigInput, Progress } from "@plimsoll/core";
import { UsageError } from "../arguments.ts";
import type { CommandInput, Io } from "../command.ts";
import { exitCodeOf } from "../exit-code.ts";
import { configFromFlags } from "../flags.ts";
import { emitReport, outputTargets } from "../output.ts";
import { startProgress } from "../progress.ts";
import { liveFixOptions, runLiveFix, wantsLiveFix } from "../run-live-fix.ts";

/** Options that have a meaning for a running engine only. */
const liveOptions = [
  "docker-host",
  "root",
  "snapshot",
  "from-snapshot",
  ...liveFixOptions,
] as const;

/** Whether the command line asks about a running engine or a snapshot of one. */
export function isLive(input: CommandInput): boolean {
  const asked = [
    ...liveOptions.filter((name) => input.text(name) !== undefined),
    ...["by-check", "scan-images", "drift", "yes"].filter((name) => input.flag(name)),
  ];
  const others = input.operands.filter((operand) => operand !== "live:");
  if (input.operands.includes("live:") || input.text("from-snapshot") !== undefined) {
    if (others.length === 0) return true;
    throw new UsageError(`A running engine is audited by itself: leave out ${others.join(" ")}`);
  }
  if (asked.length === 0) return false;
  throw new UsageError(
    `--${asked[0]} is for a running engine: plimsoll audit live: --${asked[0]} …`,
  );
}

/** Audits a running engine, or a snapshot of one. */
export async function runLive(input: CommandInput, io: Io): Promise<number> {
  const targets = outputTargets(input, io);
  const from = input.text("from-snapshot");
  refuseContradictions(input, from);
  const isMended = wantsLiveFix(input);
  const [{ auditEngine }, { collectLive }, files, { config }] = await Promise.all([
    import("../../live/audit-engine.ts"),
    import("../../live/collect.ts"),
    import("../../live/snapshot-file.ts"),
    configFromFlags(input),
  ]);
  const { progress, stop } = startProgress(io, input.flag("quiet"));
  const dockerHost = input.text("docker-host");
  const root = input.text("root");
  const save = input.text("snapshot");
  try {
    const startedAt = performance.now();
    const collect = () =>
      collectLive({
        signal: io.signal,
        ...(dockerHost === undefined ? {} : { dockerHost }),
        ...(root === undefined ? {} : { root }),
        ...(input.flag("drift") ? { drift: true } : {}),
        ...(progress === undefined ? {} : { progress }),
      });
    let collected = from === undefined ? await collect() : await files.readSnapshot(from);
    const collectMs = performance.now() - startedAt;
    if (isMended) {
      const { findings } = await auditEngine({ config, recording: collected });
      stop();
      const mended = await runLiveFix(input, io, {
        recording: collected as Recording,
        findings,
        config,
        isRunning: from === undefined,
      });
      if (mended.exitCode !== undefined) return mended.exitCode;
      if (mended.isChanged) collected = await collect();
    }
    const recording = input.flag("scan-images")
      ? await withScans(collected as Recording, config, io.signal, progress)
      : collected;
    const report = await auditEngine({ config, recording });
    stop();
    const { timing } = report;
    const phases = { inspect: Math.round(collectMs * 10) / 10, ...timing.phases };
    const whole = {
      ...report,
      timing: { ...timing, totalMs: timing.totalMs + phases.inspect, phases },
    };
    await emitReport({ report: whole, sources: async () => [] }, input, io, targets);
    if (save !== undefined) {
      await files.writeSnapshot(save, recording as Recording);
    }
    return exitCodeOf(report);
  } finally {
    stop();
  }
}

async function withScans(
  recording: Recording,
  config: ConfigInput,
  signal: AbortSignal,
  progress: Progress | undefined,
): Promise<Recording> {
  const { scanImages } = await import("../../live/scan-images.ts");
  const options = { config, signal, ...(progress === undefined ? {} : { progress }) };
  return { ...recording, scans: await scanImages(recording, options) };
}

function refuseContradictions(input: CommandInput, from: string | undefined): void {
  if (from === undefined) return;
  const given = ["docker-host", "root", "snapshot"].filter(
    (name) => input.text(name) !== undefined,
  );
  const other = ["scan-images", "drift"].find((name) => input.flag(name)) ?? given[0];
  if (other !== undefined) {
    throw new UsageError(`--from-snapshot asks no engine: leave it or --${other} out`);
  }
}
