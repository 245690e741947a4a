import type { BuildSummary } from "@plimsoll/advisories";
import { UsageError } from "../arguments.ts";
import { type CommandInput, exitCodes, type Io } from "../command.ts";
import { printableLine } from "../printable.ts";
import { startProgress } from "../progress.ts";

export async function run(input: CommandInput, io: Io): Promise<number> {
  const [action, ...more] = input.operands;
  if (action !== "build" || more.length > 0)
    throw new UsageError("Say what to do: plimsoll advisories build");
  const from = input.texts("from");
  const out = input.text("out");
  if (from.length === 0) throw new UsageError("Name the OSV records with --from");
  if (out === undefined) throw new UsageError("Name the folder to write with --out");

  const { buildAdvisories } = await import("@plimsoll/advisories");
  const { progress, stop } = startProgress(io, input.flag("quiet"));
  const summary = await buildAdvisories({
    from: [...from],
    out,
    exploitation: {
      kev: input.text("kev"),
      epss: input.text("epss"),
      exploits: input.text("exploits"),
    },
    signal: io.signal,
    ...(progress && { progress }),
  }).finally(stop);
  if (!input.flag("quiet")) await io.out(describe(summary));
  for (const { what, why } of summary.incomplete)
    io.err(`skipped: ${printableLine(what)}: ${printableLine(why)}\n`);
  return summary.broken > 0 ? exitCodes.incomplete : exitCodes.accepted;
}

function describe(summary: BuildSummary): string {
  const { out, records, shards, withdrawn, unsupported, exploitation } = summary;
  const rows = shards.map(
    ({ key, advisories, match, about }) =>
      `  ${key}: ${advisories} advisories, ${kilobytes(match.bytes)}, described in ${kilobytes(about.bytes)}\n`,
  );
  const left = Object.entries(unsupported).map(([ecosystem, count]) => `${ecosystem} (${count})`);
  return [
    `${out}: ${records} records in ${shards.length} shards, ${withdrawn} withdrawn ones left out\n`,
    ...rows,
    ...(exploitation
      ? [
          `  attacks: ${exploitation.kev} known to be exploited, ${exploitation.epss} EPSS scores, ${exploitation.exploits} with public exploits\n`,
        ]
      : []),
    ...(left.length > 0 ? [`not supported yet: ${left.join(", ")}\n`] : []),
  ].join("");
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
