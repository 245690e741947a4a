import type { Report } from "@plimsoll/core";
import { type GitHubRun, toGitHubSnapshot } from "@plimsoll/scan";
import { formatJson } from "./escape/json.ts";

/**
 * The inventory of the report as the body of GitHub's dependency submission, for the commit and job
 * of `run`.
 */
export function renderGitHubSnapshot(
  { inventory, subject, tool, timing }: Report,
  run: GitHubRun,
): string {
  return formatJson(
    toGitHubSnapshot(inventory, subject, {
      ...run,
      toolVersion: tool.version,
      timestamp: timing.startedAt,
    }),
  );
}
