import type { LoadedRoot, LoadedRoots, TrustedPart } from "@plimsoll/sign";
import { UsageError } from "../../arguments.ts";
import { type CommandInput, exitCodes, type Io } from "../../command.ts";
import { printableLine } from "../../printable.ts";
import { cacheDirectory, instanceOf } from "./settings.ts";

const kinds: Readonly<Record<TrustedPart["kind"], string>> = {
  "certificate-authority": "authority",
  "timestamp-authority": "timestamps",
  "certificate-log": "certificate log",
  "transparency-log": "log",
};

const sources: Readonly<Record<LoadedRoot["source"], string>> = {
  file: "file",
  tuf: "fetched from",
  kept: "kept from",
  embedded: "embedded, from",
};

/** Prints the trusted roots that are at hand. It connects to nothing. */
export async function run(
  input: CommandInput,
  operands: readonly string[],
  io: Io,
): Promise<number> {
  if (operands.length > 0) throw new UsageError("plimsoll trust show takes no operand");
  const [{ describeTrustedRoot, loadTrustedRoots }, cache, named] = await Promise.all([
    import("@plimsoll/sign"),
    cacheDirectory(input),
    instanceOf(input),
  ]);
  const { roots, warnings } = await loadTrustedRoots({
    files: input.texts("trusted-root"),
    ...(named && { instances: [named] }),
    offline: true,
    cacheDirectory: cache,
  });
  const shown = roots.map(({ document, ...root }) => ({
    ...root,
    parts: describeTrustedRoot(document),
  }));
  if (!input.flag("quiet")) {
    const isJson = input.text("format") === "json";
    await io.out(isJson ? `${JSON.stringify({ roots: shown, warnings }, null, 2)}\n` : list(shown));
  }
  warn(warnings, io);
  return exitCodes.accepted;
}

function warn(warnings: LoadedRoots["warnings"], io: Io): void {
  for (const warning of warnings) io.err(`warning: ${printableLine(warning)}\n`);
}

type Shown = Omit<LoadedRoot, "document"> & { readonly parts: readonly TrustedPart[] };

function list(roots: readonly Shown[]): string {
  return roots.map((root) => `${heading(root)}${root.parts.map(row).join("")}`).join("\n");
}

function heading({ instance, source, from, date, expires }: Shown): string {
  const dated = date === undefined ? "" : `, ${date.slice(0, 10)}`;
  const until = expires === undefined ? "" : `, good until ${expires.slice(0, 10)}`;
  const text = `${instance ?? "trusted root"}: ${sources[source]} ${from}${dated}${until}`;
  return `${printableLine(text)}\n`;
}

function row({ kind, name, validFrom, validUntil }: TrustedPart): string {
  const from = validFrom?.slice(0, 10) ?? "always";
  const until = validUntil?.slice(0, 10) ?? "now";
  return `  ${kinds[kind].padEnd(16)}${`${from} to ${until}`.padEnd(26)}${printableLine(name)}\n`;
}
