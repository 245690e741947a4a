import * as core from "@actions/core";
import type { Report } from "@plimsoll/core";
import { plainLine, renderMarkdown } from "@plimsoll/report";
import type { RunContext } from "../context.ts";
import type { CommentOccasion } from "../inputs.ts";
import { commentMarker } from "./key.ts";
import { classifyFault, type RetryOptions, withRetries } from "./retry.ts";
import {
  createComment,
  findOwnComment,
  type Octokit,
  type Thread,
  updateComment,
} from "./thread.ts";

/**
 * GitHub takes 65,536 code points. The second limit is for servers that take less.
 */
const bodyLimits = [65_000, 20_000] as const;

export interface CommentRequest {
  report: Report;
  context: RunContext;
  /** See `commentKey`. */
  key: string;
  /** Tells readers this comment from others of the same job. */
  heading: string | undefined;
  token: string | undefined;
  when: CommentOccasion;
  /** For each request; default 15,000. */
  timeoutMs?: number;
  retry?: RetryOptions;
}

export interface CommentOutcome {
  /** Address of the comment; absent when there is none. */
  url?: string;
  /** A comment was wanted, and GitHub did not take it. */
  isRefused: boolean;
}

/**
 * Writes the report as a comment on the pull request: the first time a new one, afterwards the same
 * one again. Whatever GitHub answers, this does not throw: a comment never decides over a job.
 */
export async function publishComment(request: CommentRequest): Promise<CommentOutcome> {
  const { context, token, when } = request;
  const { pullRequest } = context;
  if (when === "never" || pullRequest === undefined) return { isRefused: false };
  if (token === undefined) {
    core.notice("There is no github-token, so the report is in the job summary only.");
    return { isRefused: true };
  }
  try {
    const { getOctokit } = await import("@actions/github");
    const octokit = getOctokit(token, {
      userAgent: "plimsoll-action",
      request: { fetch: globalThis.fetch },
      ...(context.apiUrl !== undefined && { baseUrl: context.apiUrl }),
    });
    const thread = {
      owner: context.owner,
      repo: context.repo,
      number: pullRequest.number,
      timeoutMs: request.timeoutMs ?? 15_000,
    };
    const url = await withRetries(() => placeComment(octokit, thread, request), request.retry);
    return { isRefused: false, ...(url !== undefined && { url }) };
  } catch (error) {
    explainRefusal(error, pullRequest.readOnlyBecause);
    return { isRefused: true };
  }
}

/**
 * Creates or updates the comment. It looks for an existing one each time, so that a repetition
 * after a lost reply does not make a second one.
 */
async function placeComment(
  octokit: Octokit,
  thread: Thread,
  { report, key, heading, when }: CommentRequest,
): Promise<string | undefined> {
  const marker = commentMarker(key);
  const existing = await findOwnComment(octokit, thread, marker);
  const isClean = report.verdict.result === "pass" && report.incomplete.length === 0;
  if (existing === undefined && when === "on-findings" && isClean) return undefined;
  const place = async (body: string) => {
    if (existing?.body === body) return existing.url;
    const updated = existing && (await updateComment(octokit, thread, existing.id, body));
    return updated ?? (await createComment(octokit, thread, body));
  };
  const bodyWithin = (maxCodePoints: number) =>
    renderMarkdown(report, { maxCodePoints, marker, ...(heading !== undefined && { heading }) });
  try {
    return await place(bodyWithin(bodyLimits[0]));
  } catch (error) {
    if (classifyFault(error).kind !== "unprocessable") throw error;
    return await place(bodyWithin(bodyLimits[1]));
  }
}

function explainRefusal(error: unknown, readOnlyBecause: string | undefined): void {
  const elsewhere = "The report is in the job summary instead.";
  if (classifyFault(error).kind === "forbidden") {
    const why = readOnlyBecause ?? "the job needs the permission pull-requests: write";
    core.notice(`The token may not write a comment: ${why}. ${elsewhere}`);
    return;
  }
  const message = error instanceof Error ? error.message : String(error);
  core.warning(plainLine(`The comment could not be written: ${message}. ${elsewhere}`));
}
