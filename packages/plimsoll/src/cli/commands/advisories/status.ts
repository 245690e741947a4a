import type { AdvisoryData, Config } from "@plimsoll/core";
import { UsageError } from "../../arguments.ts";
import { type CommandInput, exitCodes, type Io } from "../../command.ts";
import { printableLine } from "../../printable.ts";
import { advisorySettings } from "./settings.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** Exit code 1 when the data is older than the configuration accepts, 3 when a mirror failed. */
export async function run(
  input: CommandInput,
  operands: readonly string[],
  io: Io,
): Promise<number> {
  const [own, ...more] = operands;
  if (more.length > 0) throw new UsageError("Name one folder: plimsoll advisories status DIR");
  const [{ openAdvisories }, settings] = await Promise.all([
    import("@plimsoll/advisories"),
    advisorySettings(input, own),
  ]);
  const { config, ...options } = settings;
  const store = await openAdvisories({ ...options, signal: io.signal });
  const { info, keys, incomplete = [] } = store;
  const age = ageOf(info, config);
  const where = options.directory ?? (options.mirrors.join(", ") || "embedded in Plimsoll");
  const rows = [
    ["source", `${info.source}: ${where}`],
    ["advisories", `${info.advisories} in ${keys.size} shards`],
    ["newest record", info.updated ?? "not dated"],
    ["age", age.text],
    ...(store.built ? [["built", store.built]] : []),
    ...(store.sources ?? []).map(({ name, date, records, licence, republish }) => [
      "from",
      `${name}: ${records} records${date && `, newest ${date.slice(0, 10)}`}, ${licence || "no licence stated"}${republish ? "" : ", not to be published again"}`,
    ]),
    ...(info.note === undefined ? [] : [["note", info.note]]),
  ];
  if (!input.flag("quiet")) {
    for (const [name = "", text = ""] of rows) {
      await io.out(`${name.padEnd(14)}${printableLine(text)}\n`);
    }
  }
  for (const { what, why } of incomplete) {
    io.err(`not used: ${printableLine(what)}: ${printableLine(why)}\n`);
  }
  await store.close?.();
  if (incomplete.length > 0) return exitCodes.incomplete;
  return age.isStale ? exitCodes.refused : exitCodes.accepted;
}

function ageOf({ updated }: AdvisoryData, { advisories }: Config) {
  const ms = updated === undefined ? Number.NaN : Date.now() - Date.parse(updated);
  if (Number.isNaN(ms)) return { text: "unknown", isStale: true };
  const limit = advisories["max-age-days"];
  const isStale = ms > limit * dayMs;
  const days = `${Math.max(0, Math.floor(ms / dayMs))} days`;
  return { text: isStale ? `${days}: stale, at most ${limit} are accepted` : days, isStale };
}
