import type { getOctokit } from "@actions/github";
import { classifyFault } from "./retry.ts";

export type Octokit = ReturnType<typeof getOctokit>;

/** The conversation of one pull request. */
export interface Thread {
  owner: string;
  repo: string;
  /** The pull request's number. */
  number: number;
  /** For each request. */
  timeoutMs: number;
}

export interface OwnComment {
  id: number | bigint;
  body: string;
  url: string;
}

/** 100 comments each: far more than any pull request that people still read. */
const maxPages = 50;

// Written out rather than called by name (`octokit.rest…`): the table of names is not in the bundle.
const commentsOfIssue = "/repos/{owner}/{repo}/issues/{issue_number}/comments";
const oneComment = "/repos/{owner}/{repo}/issues/comments/{comment_id}";

const timed = (timeoutMs: number) => ({ signal: AbortSignal.timeout(timeoutMs) });

/**
 * The oldest comment that starts with `marker` and was written by the token's own account. Anybody
 * can write our marker into a comment; theirs is not ours to change.
 */
export async function findOwnComment(
  octokit: Octokit,
  { owner, repo, number, timeoutMs }: Thread,
  marker: string,
): Promise<OwnComment | undefined> {
  let login: string | undefined;
  for (let page = 1; page <= maxPages; page += 1) {
    const { data, headers } = await octokit.request(`GET ${commentsOfIssue}`, {
      owner,
      repo,
      issue_number: number,
      per_page: 100,
      page,
      request: timed(timeoutMs),
    });
    for (const { id, body = "", user, html_url } of data) {
      if (!body.startsWith(marker)) continue;
      login ??= await ownLogin(octokit, timeoutMs);
      if (user?.login === login) return { id, body, url: html_url };
    }
    if (!headers.link?.includes('rel="next"')) return undefined;
  }
  return undefined;
}

/** Adds a comment; returns its address. */
export async function createComment(
  octokit: Octokit,
  { owner, repo, number, timeoutMs }: Thread,
  body: string,
): Promise<string> {
  const { data } = await octokit.request(`POST ${commentsOfIssue}`, {
    owner,
    repo,
    issue_number: number,
    body,
    request: timed(timeoutMs),
  });
  return data.html_url;
}

/** Replaces a comment's text; returns its address, or `undefined` when somebody deleted it meanwhile. */
export async function updateComment(
  octokit: Octokit,
  { owner, repo, timeoutMs }: Thread,
  id: number | bigint,
  body: string,
): Promise<string | undefined> {
  try {
    const { data } = await octokit.request(`PATCH ${oneComment}`, {
      owner,
      repo,
      comment_id: id,
      body,
      request: timed(timeoutMs),
    });
    return data.html_url;
  } catch (error) {
    if (classifyFault(error).kind === "missing") return undefined;
    throw error;
  }
}

/**
 * The account that the token acts for. Tokens of GitHub Apps, a job's own among them, may not ask
 * `GET /user`, but GraphQL tells them who they are.
 */
async function ownLogin(octokit: Octokit, timeoutMs: number): Promise<string> {
  const ways = [
    async () => (await octokit.request("GET /user", { request: timed(timeoutMs) })).data.login,
    async () => {
      const query = "query { viewer { login } }";
      const { viewer } = await octokit.graphql<{ viewer: { login: string } }>(query, {
        request: timed(timeoutMs),
      });
      return viewer.login;
    },
  ];
  for (const ask of ways) {
    try {
      return await ask();
    } catch (error) {
      if (classifyFault(error).kind === "temporary") throw error;
    }
  }
  return "github-actions[bot]";
}
