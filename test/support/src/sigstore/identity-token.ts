/** The workflow that the tokens of `createIdentityToken` speak of by default. */
export const workflow = "octo/app/.github/workflows/release.yml@refs/heads/main";
export const workflowIdentity = `https://github.com/${workflow}`;
export const workflowIssuer = "https://token.actions.githubusercontent.com";

/**
 * A token like those that GitHub gives to a job (docs.github.com, "OpenID Connect reference"), without
 * a true signature: the authority here believes everything.
 */
export function createIdentityToken(claims: Readonly<Record<string, unknown>> = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const payload = {
    iss: workflowIssuer,
    aud: "sigstore",
    sub: "repo:octo/app:ref:refs/heads/main",
    iat: now,
    nbf: now - 5,
    exp: now + 600,
    event_name: "push",
    sha: "a".repeat(40),
    workflow: "release",
    repository: "octo/app",
    repository_id: "1",
    repository_owner: "octo",
    repository_owner_id: "2",
    repository_visibility: "public",
    ref: "refs/heads/main",
    job_workflow_ref: workflow,
    job_workflow_sha: "a".repeat(40),
    workflow_ref: workflow,
    workflow_sha: "a".repeat(40),
    runner_environment: "github-hosted",
    run_id: "3",
    run_attempt: "1",
    ...claims,
  };
  const signature = Buffer.from("not a signature").toString("base64url");
  return `${part({ alg: "RS256", typ: "JWT", kid: "x" })}.${part(payload)}.${signature}`;
}

/** What a token says, unverified. */
export function readIdentityToken(token: string): Record<string, string> {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
}
