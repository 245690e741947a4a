import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readPayloads } from "../../../test/support/src/github-payloads.ts";
import { readContext } from "../src/context.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "plimsoll-event-"));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

interface Payload {
  pull_request: {
    head: { repo: { full_name: string; fork: boolean } | null };
    user: { login: string };
  };
}

const pullRequest = () => readPayloads("pull_request")[0] as Payload;

async function contextOf(payload: unknown, env: NodeJS.ProcessEnv = {}) {
  const path = join(folder, "event.json");
  await writeFile(path, typeof payload === "string" ? payload : JSON.stringify(payload));
  return readContext({
    GITHUB_REPOSITORY: "Codertocat/Hello-World",
    GITHUB_WORKFLOW: "Image",
    GITHUB_JOB: "check",
    GITHUB_EVENT_NAME: "pull_request",
    GITHUB_EVENT_PATH: path,
    ...env,
  });
}

describe("the context of a run", () => {
  it("finds the pull request in every payload that GitHub documents for one", async () => {
    const payloads = readPayloads("pull_request");
    expect(payloads.length).toBeGreaterThan(20);
    for (const payload of payloads) {
      expect(await contextOf(payload)).toEqual({
        owner: "Codertocat",
        repo: "Hello-World",
        workflow: "Image",
        job: "check",
        pullRequest: { number: 2 },
      });
    }
  });

  it.each(["push", "schedule", "release", "merge_group", "workflow_dispatch"])(
    "finds none in a payload of %s",
    async (event) => {
      for (const payload of [...readPayloads(event), {}]) {
        expect((await contextOf(payload)).pullRequest).toBeUndefined();
      }
    },
  );

  it("expects a read-only token when the pull request comes from a fork", async () => {
    const payload = pullRequest();
    payload.pull_request.head.repo = { full_name: "mallory/Hello-World", fork: true };
    expect((await contextOf(payload)).pullRequest?.readOnlyBecause).toContain("fork");
    payload.pull_request.head.repo = null;
    expect((await contextOf(payload)).pullRequest?.readOnlyBecause).toContain("fork");
  });

  it("expects a read-only token when Dependabot opened the pull request", async () => {
    const payload = pullRequest();
    payload.pull_request.user.login = "dependabot[bot]";
    expect((await contextOf(payload)).pullRequest?.readOnlyBecause).toContain("Dependabot");
  });

  it("expects nothing of the kind of pull_request_target", async () => {
    const payload = pullRequest();
    payload.pull_request.head.repo = null;
    const { pullRequest: found } = await contextOf(payload, {
      GITHUB_EVENT_NAME: "pull_request_target",
    });
    expect(found).toEqual({ number: 2 });
  });

  it("finds the pull request that an issue's comment belongs to", async () => {
    const payload = { issue: { number: 7, pull_request: { url: "https://api.github.com" } } };
    expect((await contextOf(payload)).pullRequest).toEqual({ number: 7 });
  });

  it.each(["not JSON", '{"pull_request":{"number":"2; rm -rf /"}}', "[]", "null"])(
    "goes on without a pull request when the payload is %s",
    async (payload) => {
      vi.spyOn(process.stdout, "write").mockReturnValue(true);
      expect((await contextOf(payload)).pullRequest).toBeUndefined();
    },
  );
});
