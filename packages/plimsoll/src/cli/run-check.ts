import type { Report } from "@plimsoll/core";
import type { CheckPart } from "../check/options.ts";
import { readSourceFiles, type SourceFile } from "../check/source-files.ts";
import { UsageError } from "./arguments.ts";
import type { CommandInput, Io } from "./command.ts";
import { configFromFlags } from "./flags.ts";
import { startProgress } from "./progress.ts";

/** A report, and what its renderers may want besides. */
export interface Checked {
  report: Report;
  /** The Dockerfiles and compose files that were audited. */
  sources(): Promise<readonly SourceFile[]>;
}

/** Runs `check()` for a command, with progress on a terminal. */
export async function runCheck(
  input: CommandInput,
  io: Io,
  parts: readonly CheckPart[],
  image: string | undefined = onlyOperand(input),
  files: { dockerfile?: readonly string[]; compose?: readonly string[] } = {},
): Promise<Checked> {
  const [{ check }, { config, directory }] = await Promise.all([
    import("../check/check.ts"),
    configFromFlags(input),
  ]);
  const dockerfile = [...(config.dockerfile ?? []), ...(files.dockerfile ?? [])];
  const compose = [...(config.compose ?? []), ...(files.compose ?? [])];
  const { progress, stop } = startProgress(io, input.flag("quiet"));
  try {
    const report = await check(image, {
      config: { ...config, dockerfile, compose },
      directory,
      parts,
      signal: io.signal,
      ...(progress && { progress }),
    });
    return {
      report,
      sources: async () => (await readSourceFiles([...dockerfile, ...compose], directory)).files,
    };
  } finally {
    stop();
  }
}

function onlyOperand(input: CommandInput): string | undefined {
  if (input.operands.length > 1) {
    throw new UsageError(
      `Give one image, not ${input.operands.length}: ${input.operands.join(" ")}`,
    );
  }
  return input.operands[0];
}
