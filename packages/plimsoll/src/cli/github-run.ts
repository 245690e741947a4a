import type { GitHubRun } from "@plimsoll/scan";
import { UsageError } from "./arguments.ts";
import type { Io } from "./command.ts";

/**
 * The commit and job that a snapshot for GitHub belongs to, from the variables that GitHub Actions
 * sets (docs.github.com, "Default environment variables").
 *
 * @throws UsageError when they are not set
 */
export function gitHubRun({ env }: Pick<Io, "env">): GitHubRun {
  const sha = env.GITHUB_SHA ?? "";
  const ref = env.GITHUB_REF ?? "";
  if (!/^[0-9a-f]{40,64}$/.test(sha) || !ref.startsWith("refs/")) {
    throw new UsageError(
      "The format github says which commit it belongs to: set GITHUB_SHA to the full commit and GITHUB_REF to its ref, e.g. refs/heads/main; GitHub Actions sets both",
    );
  }
  const job = [env.GITHUB_WORKFLOW, env.GITHUB_JOB].filter(Boolean).join(" ") || "plimsoll";
  const { GITHUB_RUN_ID: id, GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = env;
  return {
    sha,
    ref,
    job: {
      id: id || sha,
      correlator: job,
      ...(id && server && repository
        ? { htmlUrl: `${server}/${repository}/actions/runs/${id}` }
        : {}),
    },
  };
}
