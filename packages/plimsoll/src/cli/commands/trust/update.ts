import { writeFile } from "node:fs/promises";
import { toPlimsollError } from "@plimsoll/core";
import { UsageError } from "../../arguments.ts";
import { type CommandInput, exitCodes, type Io } from "../../command.ts";
import { printableLine } from "../../printable.ts";
import { cacheDirectory, instanceOf } from "./settings.ts";

/** Fetches an instance's trusted root by TUF, keeps it, and writes it to --out. */
export async function run(
  input: CommandInput,
  operands: readonly string[],
  io: Io,
): Promise<number> {
  if (operands.length > 0) throw new UsageError("plimsoll trust update takes no operand");
  const [{ findInstance, refreshTrustedRoot }, cache, named] = await Promise.all([
    import("@plimsoll/sign"),
    cacheDirectory(input),
    instanceOf(input),
  ]);
  const instance = named ?? findInstance("public-good");
  const refreshed = await refreshTrustedRoot(instance, {
    cacheDirectory: cache,
    signal: io.signal,
  });
  const out = input.text("out");
  if (out !== undefined) await write(out, refreshed.bytes);
  if (!refreshed.isKept) io.err(`not kept: ${printableLine(cache)} cannot be written\n`);
  if (!input.flag("quiet")) {
    const { versions, expires } = refreshed;
    const roles = Object.entries(versions).map(([role, version]) => `${role} ${version}`);
    await io.out(
      `${printableLine(instance.name)}: verified (${roles.join(", ")}), good until ${printableLine(expires)}\n`,
    );
  }
  return exitCodes.accepted;
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(path, bytes);
  } catch (error) {
    throw toPlimsollError(error, "WRITE_FAILED", "The trusted root cannot be written", {
      subject: path,
    });
  }
}
