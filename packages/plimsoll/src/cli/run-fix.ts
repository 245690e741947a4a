import { relative, resolve, sep } from "node:path";
import { type Config, parseConfig } from "@plimsoll/core";
import { type CommandInput, exitCodes, type Io } from "./command.ts";
import { configFromFlags } from "./flags.ts";
import { printable, printableLine } from "./printable.ts";
import type { CheckSubject } from "./run-check.ts";

/** Whether the command line asks for fixes. */
export function wantsFix(input: CommandInput): boolean {
  return input.texts("fix").length > 0 || input.flag("pin") || input.flag("diff");
}

/**
 * Mends the files of a command, or prints what that would change.
 *
 * @returns the exit code of `--diff`, which ends the command; otherwise undefined
 */
export async function runFix(
  input: CommandInput,
  io: Io,
  subject: CheckSubject,
): Promise<number | undefined> {
  const [{ planFixes }, { locateForWriting, replaceFile }, { config, directory }] =
    await Promise.all([
      import("../fix/plan-fixes.ts"),
      import("../fix/write-fixed.ts"),
      configFromFlags(input),
    ]);
  const complete = parseConfig({
    ...config,
    dockerfile: [...(config.dockerfile ?? []), ...(subject.dockerfile ?? [])],
    compose: [...(config.compose ?? []), ...(subject.compose ?? [])],
    files: [...(config.files ?? []), ...(subject.files ?? [])],
  });
  const today = new Date().toISOString().slice(0, 10);
  const unsafe = input.text("fix") === "unsafe";
  const say = (text: string) => io.err(`${printableLine(text)}\n`);
  const { files, incomplete } = await planFixes(complete, directory, today, {
    unsafe,
    ...(input.flag("pin") && { digestsOf: (images) => askRegistries(images, complete, io, say) }),
  });
  const changed = files.filter(({ text, fixed }) => fixed.text !== text);
  for (const { path, fixed } of files) {
    for (const { rule, line, why } of fixed.refused) {
      say(`${path}:${line ?? 1}: the fix of ${rule} was taken back: ${why}`);
    }
  }
  if (input.flag("diff")) {
    for (const { what, why } of incomplete) say(`${what}: ${why}`);
    const { unifiedDiff } = await import("../fix/unified-diff.ts");
    for (const { path, text, fixed } of changed) {
      const name = relative(process.cwd(), resolve(directory, path)).replaceAll(sep, "/");
      const diff = unifiedDiff(name, text, fixed.text);
      // A patch has every byte of the file; a person's terminal needs protection from some.
      if (!input.flag("quiet")) await io.out(io.isOutTerminal ? printable(diff) : diff);
    }
    if (incomplete.length > 0) return exitCodes.incomplete;
    return changed.length > 0 ? exitCodes.refused : exitCodes.accepted;
  }
  // All of them are looked at before the first is written.
  const places = await Promise.all(changed.map(({ path }) => locateForWriting(path, directory)));
  for (const [i, { path, text, fixed }] of changed.entries()) {
    await replaceFile(places[i]!, text, fixed.text);
    const count = fixed.applied.length;
    say(`${path}: ${count} ${count === 1 ? "finding" : "findings"} mended`);
  }
  return undefined;
}

/** What could not be pinned is said, and stays as it is. */
async function askRegistries(
  images: readonly string[],
  config: Config,
  { signal }: Io,
  say: (text: string) => void,
): Promise<ReadonlyMap<string, string>> {
  if (images.length === 0) return new Map();
  const [{ createClient }, { resolveDigests }] = await Promise.all([
    import("../check/registry-client.ts"),
    import("../fix/pin-images.ts"),
  ]);
  const client = await createClient(config);
  try {
    const { digests, faults } = await resolveDigests(images, client, signal);
    for (const fault of faults) say(fault);
    return digests;
  } finally {
    await client.close();
  }
}
