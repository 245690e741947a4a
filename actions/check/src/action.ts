import * as core from "@actions/core";
import { isPlimsollError } from "@plimsoll/core";
import { plainLine } from "@plimsoll/report";
import { check } from "plimsoll";
import { useProxies } from "./proxies.ts";
import { runAction } from "./run.ts";

/**
 * Runs the action in this process and leaves its exit code behind.
 *
 * @param worker the module that threads walking layers start from: the bundle itself
 */
export async function main(worker: URL): Promise<void> {
  const cancelled = new AbortController();
  // The runner sends SIGINT, and SIGTERM 7.5 seconds later, to a job that is cancelled.
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => cancelled.abort());
  }
  useProxies();
  try {
    await runAction({ check, worker, signal: cancelled.signal });
  } catch (error) {
    core.setFailed(cancelled.signal.aborted ? "The job was cancelled." : explain(error));
  }
}

function explain(error: unknown): string {
  if (isPlimsollError(error)) {
    return plainLine([error.message, error.action].filter(Boolean).join(" "));
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `Plimsoll failed in a way it should not have. Please report this: ${detail}`;
}
