import { type ErrorCode, isPlimsollError } from "@plimsoll/core";
import { exitCodes } from "./command.ts";
import { printable, printableLine } from "./printable.ts";

const usageCodes: readonly ErrorCode[] = [
  "INVALID_ARGUMENT",
  "INVALID_REFERENCE",
  "INVALID_CONFIG",
  "KEY_INVALID",
];

/** What can be done about an error that does not say so itself. */
const actions: Partial<Record<ErrorCode, string>> = {
  NOT_FOUND: "Check the name.",
  MALFORMED: "Make it anew; what another tool accepts in its place may not be what it seems.",
  LIMIT_EXCEEDED: "No honest input needs as much: do not trust it.",
  DIGEST_MISMATCH: "Fetch it again; if that does not help, do not trust it.",
  TIMEOUT: "Try again, or check the network.",
  SERVER_ERROR: "Try again later, or ask those who run the server.",
  READ_FAILED: "Check the path, and whether you may read it.",
  WRITE_FAILED: "Check the path, the space left, and whether you may write there.",
  INTERNAL: "Please report this.",
};

/** What to print for an error that ended a command, and the exit code it means. */
export function explainError(
  error: unknown,
  env: NodeJS.ProcessEnv,
): { text: string; exitCode: number } {
  if (!isPlimsollError(error)) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return {
      text: `plimsoll failed in a way it should not have. Please report this:\n${printable(text)}\n`,
      exitCode: exitCodes.incomplete,
    };
  }
  if (error.code === "ABORTED") {
    return { text: "Interrupted: nothing was judged.\n", exitCode: exitCodes.incomplete };
  }
  const lines = [`error: ${printableLine(error.message)}`];
  if (error.subject && !error.message.includes(error.subject)) {
    lines.push(`  at ${printableLine(error.subject)}`);
  }
  const action = error.action ?? actions[error.code];
  if (action) lines.push(`  ${printableLine(action)}`);
  lines.push(`  (${error.code})`);
  if (env.PLIMSOLL_DEBUG && error.stack) lines.push(printable(error.stack));
  return {
    text: `${lines.join("\n")}\n`,
    exitCode: usageCodes.includes(error.code) ? exitCodes.usage : exitCodes.incomplete,
  };
}
