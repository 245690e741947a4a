import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  type GitHubScenario,
  type GitHubServer,
  startGitHub,
} from "../../../../test/support/src/github.ts";
import { commentMarker } from "../../src/comment/key.ts";
import { type CommentRequest, publishComment } from "../../src/comment/publish.ts";
import { exampleFinding, exampleReport } from "../example-report.ts";

const key = "0123456789abcdef0123456789abcdef";
const marker = commentMarker(key);
const bot = "github-actions[bot]";
const retry = { delayMs: 1 };

let github: GitHubServer;
let printed: string;

beforeEach(() => {
  printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  const { violations } = github;
  await github.close();
  expect(violations).toEqual([]);
});

async function publish(scenario: GitHubScenario, change: Partial<CommentRequest> = {}) {
  github = await startGitHub(scenario);
  return repeat(change);
}

function repeat(change: Partial<CommentRequest> = {}) {
  return publishComment({
    report: exampleReport(),
    context: {
      owner: "octocat",
      repo: "hello",
      apiUrl: github.url,
      workflow: "Image",
      job: "check",
      pullRequest: { number: 2 },
    },
    key,
    heading: undefined,
    token: "secret-token",
    when: "always",
    retry,
    ...change,
  });
}

const failing = exampleReport({
  verdict: { result: "fail", reasons: ["1 critical vulnerability."] },
  findings: [exampleFinding()],
});

describe("the comment", () => {
  it("is written once and then kept up to date", async () => {
    const { url } = await publish({}, { report: failing });
    expect(url).toBe("https://github.example/octocat/hello/pull/2#issuecomment-1");
    const again = await repeat({ report: exampleReport() });
    expect(again.url).toBe(url);
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body.startsWith(marker)).toBe(true);
    expect(github.comments[0]?.body).toContain("✅");
  });

  it("is left alone when nothing has changed", async () => {
    await publish({});
    await repeat();
    expect(github.requests.filter(({ method }) => method === "PATCH")).toEqual([]);
    expect(github.comments).toHaveLength(1);
  });

  it("is found behind hundreds of others", async () => {
    const others = Array.from({ length: 250 }, (_, n) => ({ author: "octocat", body: `No ${n}` }));
    await publish({ comments: [...others, { author: bot, body: `${marker}\nold` }] });
    expect(github.comments).toHaveLength(251);
    expect(github.comments.at(-1)?.body).toContain("✅");
  });

  it("does not touch somebody else's comment that carries the marker", async () => {
    const theirs = { author: "mallory", body: `${marker}\nEdit me` };
    await publish({ comments: [theirs] });
    expect(github.comments[0]).toMatchObject(theirs);
    expect(github.comments[1]?.author).toBe(bot);
  });

  it("does not touch an own comment that quotes the marker", async () => {
    const quote = { author: bot, body: `> ${marker}\nquoted` };
    await publish({ comments: [quote] });
    expect(github.comments[0]).toMatchObject(quote);
    expect(github.comments).toHaveLength(2);
  });

  it.each([
    { kind: "user", login: "alice" },
    { kind: "app", login: "acme-app[bot]" },
  ] as const)("is also found by the token of a $kind", async (token) => {
    await publish({ token, comments: [{ author: token.login, body: `${marker}\nold` }] });
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).toContain("✅");
  });

  it("is found by a job's token where GraphQL does not answer either", async () => {
    await publish({
      comments: [{ author: bot, body: `${marker}\nold` }],
      faults: [{ path: "/graphql", reply: { status: 404, body: { message: "Not Found" } } }],
    });
    expect(github.comments).toHaveLength(1);
  });

  it("is written anew when somebody deletes it meanwhile", async () => {
    await publish({
      comments: [{ author: bot, body: `${marker}\nold` }],
      faults: [{ method: "PATCH", reply: { status: 404, body: { message: "Not Found" } } }],
    });
    expect(github.comments).toHaveLength(2);
  });

  it("is not begun for a clean report when only findings are wanted", async () => {
    expect(await publish({}, { when: "on-findings" })).toEqual({ isRefused: false });
    expect(github.comments).toEqual([]);
    await repeat({ when: "on-findings", report: failing });
    await repeat({ when: "on-findings" });
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).toContain("✅");
  });

  it("is not even asked for when it is never wanted, or there is no pull request", async () => {
    await publish({}, { when: "never" });
    await repeat({ context: { owner: "o", repo: "r", workflow: "", job: "", apiUrl: github.url } });
    expect(github.requests).toEqual([]);
  });
});

describe("a comment that GitHub does not take", () => {
  it("is explained when the token may only read", async () => {
    const context = {
      owner: "octocat",
      repo: "hello",
      workflow: "",
      job: "",
      pullRequest: { number: 2, readOnlyBecause: "the pull request comes from a fork" },
    };
    github = await startGitHub({ readOnly: true });
    const outcome = await repeat({ context: { ...context, apiUrl: github.url } });
    expect(outcome).toEqual({ isRefused: true });
    expect(printed).toMatch(/^::notice::.*comes from a fork/m);
    expect(printed).not.toContain("::error");
  });

  it("is tried again after an outage", async () => {
    await publish({ faults: [{ times: 2, reply: { status: 502 } }] });
    expect(github.comments).toHaveLength(1);
  });

  it("is not written twice when only the reply was lost", async () => {
    await publish({
      faults: [{ method: "POST", path: "/comments", times: 1, reply: "dropAfter" }],
    });
    expect(github.comments).toHaveLength(1);
    expect(printed).toBe("");
  });

  it("becomes a warning when the outage lasts", async () => {
    expect(await publish({ faults: [{ reply: "drop" }] })).toEqual({ isRefused: true });
    expect(printed).toMatch(/^::warning::The comment could not be written/m);
    expect(github.requests).toHaveLength(4);
  });

  it("is not waited for when GitHub says nothing", async () => {
    const start = performance.now();
    const outcome = await publish({ faults: [{ reply: "stall" }] }, { timeoutMs: 50 });
    expect(outcome).toEqual({ isRefused: true });
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it("waits for a secondary limit", async () => {
    const limited = {
      status: 403,
      body: { message: "You have exceeded a secondary rate limit." },
      headers: { "retry-after": "0" },
    };
    await publish({ faults: [{ method: "POST", times: 1, reply: limited }] });
    expect(github.comments).toHaveLength(1);
  });

  it("is shortened when the server takes less", async () => {
    const findings = Array.from({ length: 2_000 }, (_, n) =>
      exampleFinding({ title: `package-${n} 1.0: a fault that takes some words to tell` }),
    );
    const long = exampleReport({ findings, verdict: { result: "fail", reasons: ["Many."] } });
    await publish({ maxBodyCodePoints: 30_000 }, { report: long });
    expect(github.comments).toHaveLength(1);
    expect(Array.from(github.comments[0]?.body ?? "").length).toBeLessThanOrEqual(20_000);
  });

  it("is a notice without a token", async () => {
    expect(await publish({}, { token: undefined })).toEqual({ isRefused: true });
    expect(printed).toContain("::notice::There is no github-token");
  });
});
