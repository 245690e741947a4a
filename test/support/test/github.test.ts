import { afterEach, describe, expect, it } from "vitest";
import { type GitHubScenario, type GitHubServer, startGitHub } from "../src/github.ts";

const list = "/repos/octocat/hello/issues/2/comments";
let github: GitHubServer | undefined;

afterEach(async () => {
  await github?.close();
  github = undefined;
});

async function start(scenario: GitHubScenario = {}): Promise<GitHubServer> {
  github = await startGitHub(scenario);
  return github;
}

async function call(method: string, path: string, body?: unknown) {
  const response = await fetch(`${github?.url}${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return {
    status: response.status,
    link: response.headers.get("link"),
    body: (await response.json()) as { message: string } & { body: string }[],
  };
}

describe("the stand-in for GitHub", () => {
  it("keeps comments, in replies that follow GitHub's own description", async () => {
    const { violations } = await start({ comments: [{ author: "octocat", body: "Hello" }] });
    const created = await call("POST", list, { body: "Ahoy" });
    const updated = await call("PATCH", "/repos/octocat/hello/issues/comments/2", { body: "Land" });
    const listed = await call("GET", `${list}?per_page=100&page=1`);

    expect([created.status, updated.status, listed.status]).toEqual([201, 200, 200]);
    expect(listed.body.map((comment) => comment.body)).toEqual(["Hello", "Land"]);
    expect(violations).toEqual([]);
  });

  it("gives long lists in pages", async () => {
    const comments = Array.from({ length: 101 }, (_, n) => ({ author: "octocat", body: `${n}` }));
    const { violations } = await start({ comments });
    const first = await call("GET", `${list}?per_page=100&page=1`);
    const second = await call("GET", `${list}?per_page=100&page=2`);

    expect(first.body).toHaveLength(100);
    expect(first.link).toContain('rel="next"');
    expect(second.body).toHaveLength(1);
    expect(second.link).toBeNull();
    expect(violations).toEqual([]);
  });

  it.each([
    ["a body that is not text", "POST", list, { body: 7 }, "/body must be string"],
    ["a missing body", "POST", list, {}, "/ must have required property 'body'"],
    ["a parameter that does not exist", "GET", `${list}?perpage=1`, undefined, "perpage is not"],
    ["a path that does not exist", "GET", "/repos/octocat/hello/comment", undefined, "no such"],
  ])("notices %s", async (_, method, path, body, fault) => {
    const { violations } = await start();
    await call(method, path, body);
    expect(violations.join("\n")).toContain(fault);
  });

  it("refuses to write with a token that may only read", async () => {
    const { comments, violations } = await start({ readOnly: true });
    const { status, body } = await call("POST", list, { body: "Ahoy" });
    expect(status).toBe(403);
    expect(body.message).toBe("Resource not accessible by integration");
    expect(comments).toEqual([]);
    expect(violations).toEqual([]);
  });

  it("fails as often as it is told to", async () => {
    await start({ faults: [{ method: "GET", times: 1, reply: { status: 502 } }] });
    expect((await call("GET", list)).status).toBe(502);
    expect((await call("GET", list)).status).toBe(200);
  });
});
