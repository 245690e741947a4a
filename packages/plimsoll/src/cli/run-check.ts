import { type ErrorCode, isPlimsollError, PlimsollError, type Report } from "@plimsoll/core";
import type { CheckPart } from "../check/options.ts";
import { readSourceFiles, type SourceFile } from "../check/source-files.ts";
import { UsageError } from "./arguments.ts";
import type { CommandInput, Io } from "./command.ts";
import { configFromFlags } from "./flags.ts";
import { startProgress } from "./progress.ts";
import { suggestLocalSource } from "./reference-kind.ts";

/** A report, and what its renderers may want besides. */
export interface Checked {
  report: Report;
  /** The files that were audited. */
  sources(): Promise<readonly SourceFile[]>;
}

/** What a command's operands name. */
export interface CheckSubject {
  image: string | undefined;
  dockerfile?: readonly string[];
  compose?: readonly string[];
  files?: readonly string[];
}

/** Runs `check()` for a command, with progress on a terminal. */
export async function runCheck(
  input: CommandInput,
  io: Io,
  parts: readonly CheckPart[],
  subject: CheckSubject = { image: onlyOperand(input) },
): Promise<Checked> {
  refuseContradictions(input);
  const [{ check }, { config, directory }] = await Promise.all([
    import("../check/check.ts"),
    configFromFlags(input),
  ]);
  const dockerfile = [...(config.dockerfile ?? []), ...(subject.dockerfile ?? [])];
  const compose = [...(config.compose ?? []), ...(subject.compose ?? [])];
  const files = [...(config.files ?? []), ...(subject.files ?? [])];
  const { progress, stop } = startProgress(io, input.flag("quiet"));
  try {
    const report = await check(subject.image, {
      config: { ...config, dockerfile, compose, files },
      directory,
      parts,
      attachedSbom: input.flag("attached"),
      osOnly: input.flag("os-only"),
      signal: io.signal,
      ...(progress && { progress }),
    });
    return {
      report,
      sources: async () =>
        (await readSourceFiles([...dockerfile, ...compose, ...files], directory)).files,
    };
  } catch (error) {
    throw withLocalSource(error, subject.image);
  } finally {
    stop();
  }
}

/** Nobody should believe that something was looked for that was not. */
function refuseContradictions(input: CommandInput): void {
  if (!input.flag("os-only")) return;
  const ignored = ["malware-db", "clamd"].find((name) => input.texts(name).length > 0);
  const unread = ignored ?? (input.flag("verify-packages") ? "verify-packages" : undefined);
  if (unread === undefined) return;
  throw new UsageError(`--os-only does not read all files: leave it or --${unread} out`);
}

const notFoundCodes: readonly ErrorCode[] = [
  "INVALID_REFERENCE",
  "NOT_FOUND",
  "UNREACHABLE",
  "UNAUTHORIZED",
  "FORBIDDEN",
];

/** A name that no registry knows may be that of a file. */
function withLocalSource(error: unknown, image: string | undefined): unknown {
  if (image === undefined || !isPlimsollError(error) || !notFoundCodes.includes(error.code)) {
    return error;
  }
  const action = suggestLocalSource(image);
  if (action === undefined) return error;
  const { code, message, subject } = error;
  return new PlimsollError(code, message, { subject, action, cause: error });
}

function onlyOperand(input: CommandInput): string | undefined {
  if (input.operands.length > 1) {
    throw new UsageError(
      `Give one image, not ${input.operands.length}: ${input.operands.join(" ")}`,
    );
  }
  return input.operands[0];
}
