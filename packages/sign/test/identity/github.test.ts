import type { TrustSigner } from "@plimsoll/core";
import { describe, expect, it } from "vitest";
import { type GitHubIdentity, githubIdentity, matchIdentity } from "../../src/index.ts";

/** What Fulcio certifies for a run of a workflow. */
function signer(subject: string, claims: Record<string, string> = {}): TrustSigner {
  return {
    kind: "certificate",
    name: `https://github.com/${subject}`,
    issuer: "https://token.actions.githubusercontent.com",
    claims: {
      sourceRepositoryUri: "https://github.com/octo/app",
      sourceRepositoryRef: subject.slice(subject.indexOf("@") + 1),
      sourceRepositoryIdentifier: "11",
      sourceRepositoryOwnerIdentifier: "22",
      runnerEnvironment: "github-hosted",
      ...claims,
    },
  };
}

const release = "octo/app/.github/workflows/release.yml@refs/heads/main";
const fits = async (asked: Partial<GitHubIdentity>, who: TrustSigner) =>
  (await matchIdentity(who, githubIdentity({ repository: "octo/app", ...asked }))) === undefined;

describe("the identity of a job of GitHub Actions", () => {
  it.each<[string, Partial<GitHubIdentity>, TrustSigner]>([
    ["any workflow of the repository, of a branch", {}, signer(release)],
    [
      "a workflow of a tag",
      { workflow: "release.yml" },
      signer("octo/app/.github/workflows/release.yml@refs/tags/v1.0"),
    ],
    ["a workflow by its path", { workflow: ".github/workflows/release.yml" }, signer(release)],
    ["a ref", { workflow: "release.yml", ref: "refs/heads/main" }, signer(release)],
    ["refs by a glob", { ref: "refs/heads/*" }, signer(release)],
    [
      "a reusable workflow of another repository, at any ref of its own",
      { workflow: "acme/ci/.github/workflows/build.yml", ref: "refs/heads/main" },
      signer("acme/ci/.github/workflows/build.yml@refs/tags/v3", {
        sourceRepositoryRef: "refs/heads/main",
      }),
    ],
    [
      "numbers and runner",
      { repositoryId: "11", ownerId: "22", runner: "github-hosted" },
      signer(release),
    ],
  ])("is that of %s", async (_, asked, who) => {
    expect(await fits(asked, who)).toBe(true);
  });

  it.each<[string, Partial<GitHubIdentity>, TrustSigner]>([
    ["a pull request", {}, signer("octo/app/.github/workflows/release.yml@refs/pull/7/merge")],
    [
      "another repository",
      {},
      signer("evil/app/.github/workflows/release.yml@refs/heads/main", {
        sourceRepositoryUri: "https://github.com/evil/app",
      }),
    ],
    [
      "a workflow of another repository that was not named",
      {},
      signer("evil/ci/.github/workflows/build.yml@refs/heads/main"),
    ],
    [
      "a repository whose name begins the same",
      {},
      signer("octo/application/.github/workflows/release.yml@refs/heads/main", {
        sourceRepositoryUri: "https://github.com/octo/application",
      }),
    ],
    [
      "a dot that stands for another character",
      { workflow: "release.yml" },
      signer("octo/app/.github/workflows/releasexyml@refs/heads/main"),
    ],
    ["another workflow", { workflow: "test.yml" }, signer(release)],
    ["another ref", { ref: "refs/heads/next" }, signer(release)],
    ["a deeper ref than the glob covers", { ref: "refs/*" }, signer(release)],
    ["a repository of the same name and another number", { repositoryId: "12" }, signer(release)],
    [
      "a self-hosted runner",
      { runner: "github-hosted" },
      signer(release, { runnerEnvironment: "self-hosted" }),
    ],
    ["a key", {}, { ...signer(release), kind: "key" }],
  ])("[refusal 42] is not that of %s", async (_, asked, who) => {
    expect(await fits(asked, who)).toBe(false);
  });

  it.each([
    { repository: "octo" },
    { repository: "octo/app/x" },
    { repository: "octo/app", ref: "main" },
    { repository: "octo/app", workflow: "release.sh" },
  ])("is refused for %j", (asked) => {
    expect(() => githubIdentity(asked)).toThrow(
      expect.objectContaining({ code: "INVALID_ARGUMENT" }),
    );
  });
});
