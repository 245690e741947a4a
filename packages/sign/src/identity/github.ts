import { PlimsollError } from "@plimsoll/core";
import type { CertificateIdentity, TextRule } from "./identity.ts";

/** Who a job of GitHub Actions is, in GitHub's terms. */
export interface GitHubIdentity {
  /** `owner/name`, as GitHub writes it. */
  readonly repository: string;
  /**
   * The workflow that signs: a file in `.github/workflows` of the repository, with or without that folder, or
   * a reusable one of another as `owner/name/.github/workflows/file.yml`; default: any of the repository.
   */
  readonly workflow?: string | undefined;
  /**
   * What the run was of, e.g. `refs/heads/main`; `*` stands for anything but `/`, `**` for anything, as no
   * ref has asterisks. Default: any branch or tag, never a pull request.
   */
  readonly ref?: string | undefined;
  /** Numbers that stay when names are given to somebody else. */
  readonly repositoryId?: string | undefined;
  readonly ownerId?: string | undefined;
  readonly runner?: "github-hosted" | "self-hosted" | undefined;
}

export const githubIssuer = "https://token.actions.githubusercontent.com";
const server = "https://github.com/";
const branchOrTag = "refs/(heads|tags)/.+";

/**
 * The identity of a job of GitHub Actions as Fulcio certifies it (Fulcio, docs/oid-info.md).
 *
 * @throws PlimsollError `INVALID_ARGUMENT` for names that GitHub does not give
 */
export function githubIdentity(identity: GitHubIdentity): CertificateIdentity {
  const { repository, ref, repositoryId, ownerId, runner } = identity;
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) throw bad("repository", repository);
  if (ref !== undefined && !/^refs\/[^\s:?~^\\[\]]+$/.test(ref)) throw bad("ref", ref);
  const sourceRef = ref === undefined ? { pattern: branchOrTag } : globOrText(ref);
  const claims: Record<string, TextRule> = {
    sourceRepositoryUri: `${server}${repository}`,
    sourceRepositoryRef: sourceRef,
    ...(repositoryId !== undefined && { sourceRepositoryIdentifier: repositoryId }),
    ...(ownerId !== undefined && { sourceRepositoryOwnerIdentifier: ownerId }),
    ...(runner !== undefined && { runnerEnvironment: runner }),
  };
  return { issuer: githubIssuer, subject: subjectOf(repository, identity.workflow, ref), claims };
}

const folder = ".github/workflows/";

function subjectOf(
  repository: string,
  workflow: string | undefined,
  ref: string | undefined,
): TextRule {
  const own = `${repository}/${folder}`;
  if (workflow === undefined) {
    const name = `${literal(`${server}${own}`)}[^/@]+@`;
    return ref === undefined
      ? { pattern: name + branchOrTag }
      : { glob: `${server}${own}*@${ref}` };
  }
  const at = workflow.indexOf(folder);
  const path = at > 0 ? workflow : at === 0 ? `${repository}/${workflow}` : `${own}${workflow}`;
  if (!/^[\w.-]+\/[\w.-]+\/\.github\/workflows\/[\w. -]+\.ya?ml$/.test(path)) {
    throw bad("workflow", workflow);
  }
  // A reusable workflow has a ref of its own, which the caller chose.
  if (at > 0) return { glob: `${server}${path}@**` };
  return ref === undefined
    ? { pattern: `${literal(`${server}${path}`)}@${branchOrTag}` }
    : globOrText(`${server}${path}@${ref}`);
}

function globOrText(text: string): TextRule {
  return text.includes("*") ? { glob: text } : text;
}

function literal(text: string): string {
  return text.replaceAll(".", "\\.");
}

function bad(what: string, subject: string): PlimsollError {
  return new PlimsollError("INVALID_ARGUMENT", `This is no ${what} of GitHub`, { subject });
}
