import type { BuildSummary } from "@plimsoll/advisories";
import { UsageError } from "../../arguments.ts";
import { type CommandInput, exitCodes, type Io } from "../../command.ts";
import { printableLine } from "../../printable.ts";
import { openPrivateKey } from "../../private-key.ts";
import { startProgress } from "../../progress.ts";
import { kilobytes } from "./size.ts";

export async function run(
  input: CommandInput,
  operands: readonly string[],
  io: Io,
): Promise<number> {
  if (operands.length > 0) throw new UsageError("plimsoll advisories build takes no operand");
  const from = input.texts("from");
  const out = input.text("out");
  const feedCache = input.text("feed-cache");
  const mavenDigests = input.text("maven-digests");
  if (from.length === 0)
    throw new UsageError(
      "Name the advisories with --from: a file, a folder, a URL or a known feed",
    );
  if (out === undefined) throw new UsageError("Name the folder to write with --out");

  const keyFile = input.text("key");
  const { buildAdvisories, signAdvisories } = await import("@plimsoll/advisories");
  const key = keyFile === undefined ? undefined : await openPrivateKey(keyFile, io.env);
  const { progress, stop } = startProgress(io, input.flag("quiet"));
  const summary = await buildAdvisories({
    from: [...from],
    out,
    exploitation: {
      kev: input.text("kev"),
      epss: input.text("epss"),
      exploits: input.text("exploits"),
    },
    ...(feedCache !== undefined && { feedCache }),
    ...(mavenDigests !== undefined && { mavenDigests }),
    signal: io.signal,
    ...(progress && { progress }),
  }).finally(stop);
  if (key) await signAdvisories(out, key.keyObject);
  if (!input.flag("quiet")) await io.out(describe(summary));
  for (const { what, why } of summary.incomplete)
    io.err(`skipped: ${printableLine(what)}: ${printableLine(why)}\n`);
  return summary.broken > 0 ? exitCodes.incomplete : exitCodes.accepted;
}

function describe(summary: BuildSummary): string {
  const { out, records, feeds, shards, withdrawn, unsupported, exploitation, digests } = summary;
  const read = feeds.map(({ name, records: count, date }) => {
    const day = date === "" ? "" : ` of ${date.slice(0, "2026-01-01".length)}`;
    return `  from ${printableLine(name)}${day}: ${count} records\n`;
  });
  const rows = shards.map(
    ({ key, advisories, match, about }) =>
      `  ${key}: ${advisories} advisories, ${kilobytes(match.bytes)}, described in ${kilobytes(about.bytes)}\n`,
  );
  const left = Object.entries(unsupported).map(([ecosystem, count]) => `${ecosystem} (${count})`);
  return [
    `${out}: ${records} records in ${shards.length} shards, ${withdrawn} withdrawn ones left out\n`,
    ...read,
    ...rows,
    ...(exploitation
      ? [
          `  attacks: ${exploitation.kev} known to be exploited, ${exploitation.epss} EPSS scores, ${exploitation.exploits} with public exploits\n`,
        ]
      : []),
    ...(digests
      ? [
          `  digests: ${digests.known} of Maven's files known, ${digests.asked} asked for, ${digests.left} left for the next build\n`,
        ]
      : []),
    ...(left.length > 0 ? [`not supported yet: ${left.join(", ")}\n`] : []),
  ].join("");
}
