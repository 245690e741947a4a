import { PlimsollError } from "@plimsoll/core";
import type { JsonObject } from "../encoding/json.ts";
import { type IdentityToken, readTokenClaims } from "../oidc/identity-token.ts";
import type { Predicate } from "./predicate.ts";
import { predicateTypes } from "./types.ts";

export interface GitHubProvenanceOptions {
  /** Default: the process's. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /**
   * The job's identity token. It alone says which reusable workflow runs; without it the builder is the
   * workflow that was triggered.
   */
  readonly identityToken?: IdentityToken | string | undefined;
}

/** The build type of a workflow (https://actions.github.io/buildtypes/workflow/v1). */
const buildType = "https://actions.github.io/buildtypes/workflow/v1";

/**
 * How this job of GitHub Actions builds what it builds: SLSA provenance v1, with the build type and the
 * fields that GitHub's own attestations have.
 *
 * @throws PlimsollError `INVALID_ARGUMENT` outside of GitHub Actions
 */
export function slsaProvenanceFromGitHub(options: GitHubProvenanceOptions = {}): Predicate {
  const { env = process.env, identityToken } = options;
  const claims = identityToken === undefined ? {} : claimsIn(identityToken);
  const read = (claim: string, variable: string): string => {
    const value = claims[claim] ?? env[variable];
    if (typeof value === "string" && value !== "") return value;
    throw new PlimsollError("INVALID_ARGUMENT", `${variable} is not set`, {
      action: "Provenance from GitHub is made in a job of GitHub Actions, which sets it.",
    });
  };
  const server = (env.GITHUB_SERVER_URL || "https://github.com").replace(/\/+$/, "");
  const repository = read("repository", "GITHUB_REPOSITORY");
  const ref = read("ref", "GITHUB_REF");
  const workflow = read("workflow_ref", "GITHUB_WORKFLOW_REF");
  const { path, ref: workflowRef } = splitWorkflow(workflow, repository);
  const jobWorkflow = claims.job_workflow_ref;
  const builder = typeof jobWorkflow === "string" ? jobWorkflow : workflow;
  const run = `${read("run_id", "GITHUB_RUN_ID")}/attempts/${read("run_attempt", "GITHUB_RUN_ATTEMPT")}`;
  return {
    predicateType: predicateTypes.slsaprovenance1,
    predicate: {
      buildDefinition: {
        buildType,
        externalParameters: {
          workflow: { ref: workflowRef, repository: `${server}/${repository}`, path },
        },
        internalParameters: {
          github: {
            event_name: read("event_name", "GITHUB_EVENT_NAME"),
            repository_id: read("repository_id", "GITHUB_REPOSITORY_ID"),
            repository_owner_id: read("repository_owner_id", "GITHUB_REPOSITORY_OWNER_ID"),
            runner_environment: read("runner_environment", "RUNNER_ENVIRONMENT"),
          },
        },
        resolvedDependencies: [
          {
            uri: `git+${server}/${repository}@${ref}`,
            digest: { gitCommit: read("sha", "GITHUB_SHA") },
          },
        ],
      },
      runDetails: {
        builder: { id: `${server}/${builder}` },
        metadata: { invocationId: `${server}/${repository}/actions/runs/${run}` },
      },
    },
  };
}

/** `owner/repo/.github/workflows/x.yml@refs/heads/main` → path and ref. */
function splitWorkflow(workflow: string, repository: string): { path: string; ref: string } {
  const own = `${repository}/`;
  const [path = "", ...ref] = (
    workflow.startsWith(own) ? workflow.slice(own.length) : workflow
  ).split("@");
  return { path, ref: ref.join("@") };
}

function claimsIn(token: IdentityToken | string): JsonObject {
  return readTokenClaims(typeof token === "string" ? token : token.token);
}
