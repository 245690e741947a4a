import type { FoundAdvisory } from "@plimsoll/advisories";
import { UsageError } from "../../arguments.ts";
import { type CommandInput, exitCodes, type Io } from "../../command.ts";
import { printableLine } from "../../printable.ts";
import { advisorySettings } from "./settings.ts";

/** Exit code 1 when nothing is known. */
export async function run(
  input: CommandInput,
  operands: readonly string[],
  io: Io,
): Promise<number> {
  const [query, ...more] = operands;
  if (query === undefined || query === "" || more.length > 0) {
    throw new UsageError("Say what to look for: plimsoll advisories search openssl|CVE-2023-4863");
  }
  const [{ openAdvisories, searchAdvisories }, { config, ...options }] = await Promise.all([
    import("@plimsoll/advisories"),
    advisorySettings(input),
  ]);
  const store = await openAdvisories({ ...options, signal: io.signal });
  const found = await searchAdvisories(store, query).finally(() => store.close?.());
  for (const { what, why } of store.incomplete ?? []) {
    io.err(`not used: ${printableLine(what)}: ${printableLine(why)}\n`);
  }
  if (!input.flag("quiet")) {
    for (const one of found) await io.out(`${printableLine(describe(one))}\n`);
    if (found.length === 0) await io.out("nothing is known by this name\n");
  }
  return found.length > 0 ? exitCodes.accepted : exitCodes.refused;
}

function describe({ key, name, feed, advisory, ...affected }: FoundAdvisory): string {
  const { id, aliases, upstream, severity, summary } = advisory;
  const others = [...new Set([...aliases, ...upstream])].filter((other) => other !== id);
  return [
    `${key}/${name}`,
    [id, ...others].join(" "),
    rangesOf(affected),
    severity,
    feed,
    ...(summary === undefined ? [] : [summary]),
  ].join("  ");
}

/** `>= 1.0, < 1.2; = 2.0` */
function rangesOf({
  intervals,
  versions,
  state,
}: Pick<FoundAdvisory, "intervals" | "versions" | "state">) {
  const ranges = intervals.map(({ introduced, fixed, lastAffected, limit }) => {
    const end =
      fixed !== undefined
        ? `< ${fixed}`
        : lastAffected !== undefined
          ? `<= ${lastAffected}`
          : limit !== undefined
            ? `< ${limit}`
            : "";
    const start = introduced === "0" ? "" : `>= ${introduced}`;
    return [start, end].filter((part) => part !== "").join(", ") || "every version";
  });
  const listed = versions.slice(0, 5).map((version) => `= ${version}`);
  const rest = versions.length > 5 ? [`${versions.length - 5} more versions`] : [];
  const all = [...ranges, ...listed, ...rest].join("; ") || "no version";
  return state === undefined ? all : `${all} (${state})`;
}
