import type { KeylessRequirement } from "@plimsoll/core";
import { shorten } from "../verify/check.ts";

/** What reports call a keyless signer: whom the certificate must name, and who vouches for that. */
export function keylessName(requirement: KeylessRequirement): string {
  const { github, identity, issuer, ...own } = requirement;
  if (github !== undefined) {
    const workflow = github.workflow === undefined ? "" : ` ${github.workflow}`;
    return `keyless ${github.repository}${workflow} (GitHub Actions)`;
  }
  const whom = identity ?? own["identity-glob"] ?? `/${own["identity-pattern"]}/`;
  const by = issuer ?? `/${own["issuer-pattern"]}/`;
  return shorten(`keyless ${whom} (${by})`, 300);
}
