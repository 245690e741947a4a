import type { KeylessRequirement } from "@plimsoll/core";
import { githubIdentity } from "../identity/github.ts";
import type { CertificateIdentity, TextRule } from "../identity/identity.ts";

/** Whom a certificate may name for a requirement: for GitHub one identity for each ref that a run may be of. */
export function identitiesOf(requirement: KeylessRequirement): CertificateIdentity[] {
  const { github, issuer, "issuer-pattern": pattern } = requirement;
  const given: TextRule | undefined = issuer ?? (pattern === undefined ? undefined : { pattern });
  if (github === undefined) return [{ issuer: given ?? "", subject: subjectOf(requirement) }];
  const { repository, workflow, runner } = github;
  const [repositoryId, ownerId] = [github["repository-id"], github["owner-id"]];
  return github.refs.map((ref) => {
    const identity = githubIdentity({ repository, workflow, ref, repositoryId, ownerId, runner });
    // GitHub Enterprise Server has an issuer of its own.
    return given === undefined ? identity : { ...identity, issuer: given };
  });
}

function subjectOf({ identity, ...own }: KeylessRequirement): TextRule {
  if (identity !== undefined) return identity;
  if (own["identity-glob"] !== undefined) return { glob: own["identity-glob"] };
  return { pattern: own["identity-pattern"] ?? "" };
}
