import { readFile } from "node:fs/promises";
import * as core from "@actions/core";
import * as z from "zod";

/** The pull request that this run belongs to. */
export interface PullRequest {
  number: number;
  /** Why the job's token is expected to be read-only; absent when it need not be. */
  readOnlyBecause?: string;
}

/** What the runner tells about this run. */
export interface RunContext {
  owner: string;
  repo: string;
  /** Address of the REST API; absent outside of a job. */
  apiUrl?: string;
  workflow: string;
  job: string;
  /** Absent when no pull request started the run. */
  pullRequest?: PullRequest;
}

const repository = z.object({ full_name: z.string() });

/** The part of a webhook's payload that is read here. */
const eventSchema = z.object({
  pull_request: z
    .object({
      number: z.int().positive(),
      user: z.object({ login: z.string() }).nullish(),
      // `null` once the fork is deleted.
      head: z.object({ repo: repository.nullish() }),
      base: z.object({ repo: repository }),
    })
    .optional(),
  // `issue_comment`: the issue is a pull request when it says so.
  issue: z.object({ number: z.int().positive(), pull_request: z.object({}).optional() }).optional(),
});

/** Reads what the runner tells through the environment and the event's payload. */
export async function readContext(env: NodeJS.ProcessEnv): Promise<RunContext> {
  const [owner = "", repo = ""] = (env.GITHUB_REPOSITORY ?? "").split("/");
  const pullRequest = await readPullRequest(env);
  return {
    owner,
    repo,
    ...(env.GITHUB_API_URL && { apiUrl: env.GITHUB_API_URL }),
    workflow: env.GITHUB_WORKFLOW ?? "",
    job: env.GITHUB_JOB ?? "",
    ...(pullRequest && { pullRequest }),
  };
}

async function readPullRequest(env: NodeJS.ProcessEnv): Promise<PullRequest | undefined> {
  const event = await readEvent(env.GITHUB_EVENT_PATH);
  if (event?.issue?.pull_request !== undefined) return { number: event.issue.number };
  const pull = event?.pull_request;
  if (pull === undefined) return undefined;
  const why = readOnlyReason(pull, env);
  return { number: pull.number, ...(why !== undefined && { readOnlyBecause: why }) };
}

/** `pull_request_target` runs with the base repository's rights, whoever opened the pull request. */
function readOnlyReason(
  { user, head, base }: NonNullable<z.infer<typeof eventSchema>["pull_request"]>,
  env: NodeJS.ProcessEnv,
): string | undefined {
  if (env.GITHUB_EVENT_NAME === "pull_request_target") return undefined;
  if (head.repo?.full_name !== base.repo.full_name) return "the pull request comes from a fork";
  const isDependabot = [env.GITHUB_ACTOR, user?.login].includes("dependabot[bot]");
  return isDependabot ? "Dependabot opened the pull request" : undefined;
}

async function readEvent(
  path: string | undefined,
): Promise<z.infer<typeof eventSchema> | undefined> {
  if (path === undefined || path === "") return undefined;
  try {
    return eventSchema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch {
    core.warning(
      "The event's payload could not be read; this run is taken for one without a pull request.",
    );
    return undefined;
  }
}
