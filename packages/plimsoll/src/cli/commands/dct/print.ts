import type { CommandInput, Io } from "../../command.ts";
import { printableLine } from "../../printable.ts";

/** Prints a result: as JSON with --json, else as these lines. */
export async function print(
  input: CommandInput,
  io: Io,
  result: object,
  lines: readonly string[],
): Promise<void> {
  if (input.flag("quiet")) return;
  if (input.flag("json")) return io.out(`${JSON.stringify(result, null, 2)}\n`);
  for (const line of lines) await io.out(`${printableLine(line)}\n`);
}

/** One line for each check that ran, or did not. */
export function checkLines(
  checks: readonly {
    name: string;
    result: string;
    reason: string;
    evidence?: string | undefined;
  }[],
): string[] {
  return checks.map(({ name, result, reason, evidence }) => {
    const seen = evidence === undefined ? "" : ` (${evidence})`;
    return `${result.padEnd(8)}${name}: ${reason}${seen}`;
  });
}
