import { relative, resolve, sep } from "node:path";
import { parseConfig } from "@plimsoll/core";
import { type CommandInput, exitCodes, type Io } from "./command.ts";
import { configFromFlags } from "./flags.ts";
import { printable, printableLine } from "./printable.ts";
import type { CheckSubject } from "./run-check.ts";

/** Whether the command line asks for fixes. */
export function wantsFix(input: CommandInput): boolean {
  return input.texts("fix").length > 0 || input.flag("diff");
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
  });
  const today = new Date().toISOString().slice(0, 10);
  const unsafe = input.text("fix") === "unsafe";
  const { files, incomplete } = await planFixes(complete, directory, today, { unsafe });
  const changed = files.filter(({ text, fixed }) => fixed.text !== text);
  const say = (text: string) => io.err(`${printableLine(text)}\n`);
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
