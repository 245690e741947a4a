import type { GitHubIdentity, KeylessRequirement } from "@plimsoll/core";
import type { CertificateIdentity, TextRule } from "../identity/identity.ts";

/** Issuer of the tokens of GitHub Actions on github.com. */
export const gitHubIssuer = "https://token.actions.githubusercontent.com";

/**
 * What a certificate must say for a workflow of GitHub Actions: one identity for each ref that it may
 * have run for. The repository is compared by the certificate's own statement, since the subject of a
 * reusable workflow names the repository of that workflow.
 */
export function identitiesOf(requirement: KeylessRequirement): CertificateIdentity[] {
  const { github, issuer, "issuer-pattern": issuerPattern } = requirement;
  const from: TextRule =
    issuer ?? (issuerPattern === undefined ? gitHubIssuer : { pattern: issuerPattern });
  if (github === undefined) return [{ issuer: from, subject: subjectOf(requirement) }];
  return github.refs.map((ref) => ({
    issuer: from,
    subject: { glob: workflowGlob(github, ref) },
    claims: {
      sourceRepositoryUri: `https://github.com/${github.repository}`,
      sourceRepositoryRef: { glob: ref },
      ...(github["repository-id"] && { sourceRepositoryIdentifier: github["repository-id"] }),
      ...(github["owner-id"] && { sourceRepositoryOwnerIdentifier: github["owner-id"] }),
      ...(github.runner && { runnerEnvironment: github.runner }),
    },
  }));
}

function subjectOf({ identity, ...own }: KeylessRequirement): TextRule {
  if (identity !== undefined) return identity;
  if (own["identity-glob"] !== undefined) return { glob: own["identity-glob"] };
  return { pattern: own["identity-pattern"] ?? "" };
}

/** The workflow's URI; a workflow of the repository itself has the ref that it ran for. */
function workflowGlob({ repository, workflow }: GitHubIdentity, ref: string): string {
  const folder = ".github/workflows/";
  if (workflow === undefined) return `https://github.com/${repository}/${folder}*@${ref}`;
  const at = workflow.indexOf(folder);
  if (at > 0) return `https://github.com/${workflow}@**`;
  const file = at === 0 ? workflow : `${folder}${workflow}`;
  return `https://github.com/${repository}/${file}@${ref}`;
}
