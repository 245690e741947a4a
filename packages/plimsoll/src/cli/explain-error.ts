import { stripVTControlCharacters } from "node:util";
import { type ErrorCode, isPlimsollError } from "@plimsoll/core";
import { exitCodes } from "./command.ts";

const usageCodes: readonly ErrorCode[] = [
  "INVALID_ARGUMENT",
  "INVALID_REFERENCE",
  "INVALID_CONFIG",
  "KEY_INVALID",
];

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
  const lines = [`error: ${error.message}`];
  if (error.subject && !error.message.includes(error.subject)) lines.push(`  at ${error.subject}`);
  if (error.action) lines.push(`  ${error.action}`);
  lines.push(`  (${error.code})`);
  if (env.PLIMSOLL_DEBUG && error.stack) lines.push(error.stack);
  return {
    text: `${lines.map(printable).join("\n")}\n`,
    exitCode: usageCodes.includes(error.code) ? exitCodes.usage : exitCodes.incomplete,
  };
}

/** Messages may quote names out of an image or a registry's answer: they must not steer the terminal. */
function printable(text: string): string {
  return stripVTControlCharacters(text).replace(/[\p{Cc}\p{Cf}]/gu, (character) =>
    character === "\n" || character === "\t" ? character : "",
  );
}
