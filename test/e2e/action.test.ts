import { mkdir, readFile, writeFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type GitHubScenario, type GitHubServer, startGitHub } from "../support/src/github.ts";
import { writeExampleImage } from "../support/src/github-example-image.ts";
import { type ActionJob, buildAction, createJob } from "../support/src/github-job.ts";
import { startProxy } from "../support/src/github-proxy.ts";

const bot = "github-actions[bot]";

let action: { file: string; remove(): Promise<void> };
let job: ActionJob;
let github: GitHubServer;

beforeAll(async () => {
  action = await buildAction();
});
afterAll(() => action.remove());
beforeEach(async () => {
  job = await createJob(action.file);
  await writeExampleImage(join(job.workspace, "image"));
});
afterEach(async () => {
  const { violations } = github;
  await github.close();
  await job.remove();
  expect(violations).toEqual([]);
});

async function start(scenario: GitHubScenario = {}): Promise<void> {
  github = await startGitHub(scenario);
  job.env.GITHUB_API_URL = github.url;
}

const image = { image: "oci-dir:image" };
const accepted = { ...image, "fail-on": "none" };

describe("on a pull request, the action", () => {
  it("comments once, and keeps that comment up to date", async () => {
    await start();
    const first = await job.run(image);
    expect(first.exitCode, first.log).toBe(1);
    expect(first.outputs).toMatchObject({
      verdict: "fail",
      incomplete: "0",
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      "comment-url": "https://github.example/octocat/hello/pull/2#issuecomment-1",
    });
    expect(github.comments).toMatchObject([
      { author: bot, body: expect.stringContaining("lodash") },
    ]);

    const second = await job.run(accepted);
    expect(second.exitCode, second.log).toBe(0);
    expect(second.outputs.verdict).not.toBe("fail");
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).not.toContain("❌");
    expect(github.requests.map(({ operation }) => operation)).toEqual([
      "issues/list-comments",
      "issues/create-comment",
      "issues/list-comments",
      "users/get-authenticated",
      "graphql",
      "issues/update-comment",
    ]);
  });

  it("lets only what is new fail the job, and says what that is", async () => {
    await start();
    const before = await job.run(image);
    const same = await job.run({ ...image, "compare-with": before.outputs.report! });
    expect(same.exitCode, same.log).toBe(0);
    expect(same.outputs).toMatchObject({ verdict: "warn", new: "0", fixed: "0" });
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).toContain("There before");
    const other = await job.run({ ...image, "compare-with": before.outputs.sbom! });
    expect(other.outputs.new, other.log).toBe("0");
  });

  it("leaves a report, a SARIF file and an SBOM behind for later steps", async () => {
    await start();
    const { outputs } = await job.run(image);
    const read = async (path = "") => JSON.parse(await readFile(path, "utf8"));
    const report = await read(outputs.report);
    expect(report.schemaVersion).toBe("1.0");
    expect(String(report.findings.filter(isFailing).length)).toBe(outputs.findings);
    const sarif = await read(outputs.sarif);
    expect(sarif.version).toBe("2.1.0");
    expect(sarif.runs[0].results.length).toBe(report.findings.filter(isFailing).length);
    const sbom = await read(outputs.sbom);
    expect(sbom.bomFormat).toBe("CycloneDX");
    expect(JSON.stringify(sbom.components)).toContain("pkg:npm/lodash@4.17.4");
  });

  it("writes the summary and annotates the worst", async () => {
    await start();
    const { summary, log } = await job.run(image);
    expect(summary).toContain("lodash");
    expect(log).toMatch(/^::error title=.*lodash/m);
  });

  it("does not touch a comment of somebody else that carries its marker", async () => {
    await start();
    await job.run(accepted);
    const [ours] = github.comments;
    await github.close();
    await start({ comments: [{ author: "mallory", body: ours?.body ?? "" }] });
    await job.run(image);
    expect(github.comments[0]).toMatchObject({ author: "mallory", body: ours?.body });
    expect(github.comments[1]).toMatchObject({ author: bot, body: expect.stringContaining("❌") });
  });

  it("finds its comment behind more than a hundred others", async () => {
    await start();
    await job.run(accepted);
    const own = github.comments[0]?.body ?? "";
    await github.close();
    const chatter = Array.from({ length: 150 }, (_, n) => ({ author: "octocat", body: `${n}` }));
    await start({ comments: [...chatter, { author: bot, body: own }] });
    await job.run(image);
    expect(github.comments).toHaveLength(151);
    expect(github.comments.at(-1)?.body).toContain("❌");
  });

  it("takes back an earlier all-clear when the image cannot be checked any more", async () => {
    await start();
    await job.run(accepted);
    expect(github.comments[0]?.body).not.toContain("❌");
    await writeFile(join(job.workspace, "image/index.json"), "{");
    const { exitCode, outputs } = await job.run(accepted);
    expect(exitCode).toBe(1);
    expect(outputs).toMatchObject({ verdict: "fail", sarif: "", sbom: "" });
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).toContain("❌");
  });
});

describe("with a token that may only read, the action", () => {
  it.each([
    ["a pull request from a fork", { fork: true }],
    ["a pull request of Dependabot", { author: "dependabot[bot]" }],
  ])("lets the verdict decide in %s, and reports in the summary", async (_, pullRequest) => {
    await start({ readOnly: true });
    await job.receivePullRequest(pullRequest);
    const refused = await job.run({ ...image, summary: "false" });
    expect(refused.exitCode).toBe(1);
    expect(refused.summary).toContain("lodash");
    expect(refused.outputs["comment-url"]).toBe("");
    expect(refused.log).toContain("::notice::The token may not write a comment");

    const passed = await job.run(accepted);
    expect(passed.exitCode, passed.log).toBe(0);
    expect(passed.log).not.toContain("::error");
    expect(github.comments).toEqual([]);
  });
});

describe("when GitHub is in trouble, the action", () => {
  it("tries again after server errors and dropped connections", async () => {
    await start({
      faults: [
        { times: 1, reply: { status: 502 } },
        { times: 1, reply: "drop" },
        { method: "POST", times: 1, reply: "dropAfter" },
      ],
    });
    const { exitCode, log } = await job.run(accepted);
    expect(exitCode, log).toBe(0);
    expect(github.comments).toHaveLength(1);
  });

  it.each([
    ["is down", { reply: { status: 503 } }],
    ["drops every connection", { reply: "drop" }],
    ["limits the rate for an hour", { reply: { status: 429, headers: { "retry-after": "3600" } } }],
    ["does not find the pull request", { reply: { status: 404, body: notFound() } }],
  ] as const)("warns and goes on when it %s", async (_, fault) => {
    await start({ faults: [fault] });
    const { exitCode, log, summary } = await job.run({ ...accepted, summary: "false" });
    expect(exitCode, log).toBe(0);
    expect(log).toMatch(/^::warning::The comment could not be written/m);
    expect(summary).toContain("lodash");
  });
});

describe("in a run without a pull request, the action", () => {
  it("does not talk to GitHub at all", async () => {
    await start();
    await job.receive("push", {});
    const { exitCode, summary } = await job.run(image);
    expect(exitCode).toBe(1);
    expect(summary).toContain("lodash");
    expect(github.requests).toEqual([]);
  });
});

describe("whatever an image says, the action", () => {
  // Windows does not allow such names.
  it.skipIf(process.platform === "win32")(
    "is not talked into mentions, mark-up or commands",
    async () => {
      await start();
      const hostile = "x`|<img src=x onerror=alert(1)>@octocat #1 <!-- plimsoll:v1 key=0 -->";
      await writeExampleImage(join(job.workspace, hostile), {
        packageName: `evil\n::error::pwned\n##[add-mask]a ${hostile}`,
      });
      await mkdir(join(job.workspace, "::error::dir"));
      const dockerfile = `::error::dir/${hostile}.Dockerfile`;
      await writeFile(join(job.workspace, dockerfile), `FROM scratch\nUSER root\n# ${hostile}\n`);
      const { log, outputs, summary } = await job.run({ image: `oci-dir:${hostile}`, dockerfile });

      const [comment] = github.comments;
      for (const text of [comment?.body ?? "", summary]) {
        expect(text).not.toMatch(/<img/i);
        expect(text.match(/<!--/g)?.length ?? 0).toBe(text === summary ? 0 : 1);
        expect(withoutCode(text)).not.toMatch(/(^|[^\w&;])@octocat/);
      }
      // Lines between ::stop-commands::WORD and ::WORD:: are text to the runner.
      const obeyed = log.replace(/^::stop-commands::(\S+)$[\s\S]*?^::\1::$/gm, "");
      const commands = obeyed.match(/^::.*$/gm) ?? [];
      expect(commands.filter((line) => /^::error::(?:pwned|dir)/.test(line))).toEqual([]);
      const lines = obeyed.split("\n").filter((line) => !line.startsWith("::"));
      expect(lines.join("\n")).not.toContain("##[");
      expect(outputs.verdict).toBe("fail");
      JSON.parse(await readFile(outputs.sarif ?? "", "utf8"));
    },
  );
});

describe("the action's surroundings", () => {
  it("are reached through the job's proxy, and nothing else is", async () => {
    await start();
    const proxy = await startProxy({ "api.github.example:80": github.url });
    job.env.GITHUB_API_URL = "http://api.github.example";
    job.env.HTTP_PROXY = proxy.url;
    job.env.HTTPS_PROXY = proxy.url;
    const { exitCode, log } = await job.run(accepted);
    await proxy.close();
    expect(exitCode, log).toBe(0);
    expect(github.comments).toHaveLength(1);
    expect(new Set(proxy.targets)).toEqual(new Set(["api.github.example:80"]));
  });

  it("are asked for advisories unless the job says otherwise, and may refuse", async () => {
    await start();
    const proxy = await startProxy({ "api.github.example:80": github.url });
    delete job.env.PLIMSOLL_OFFLINE;
    Object.assign(job.env, {
      GITHUB_API_URL: "http://api.github.example",
      HTTP_PROXY: proxy.url,
      HTTPS_PROXY: proxy.url,
    });
    const asking = await job.run(accepted);
    expect(asking.exitCode, asking.log).toBe(0);
    expect(asking.outputs).toMatchObject({ incomplete: "0" });
    expect(github.comments[0]?.body).toContain("OSV's API could not be asked");
    const hosts = new Set(proxy.targets);
    expect(hosts).toEqual(new Set(["api.github.example:80", "api.osv.dev:443"]));

    await writeFile(join(job.workspace, "plimsoll.yml"), "advisories: { api: false }\n");
    await job.run(accepted);
    await proxy.close();
    expect(proxy.targets.filter((target) => target.includes("osv.dev"))).toHaveLength(1);
  });

  it("do not learn the token", async () => {
    await start();
    const { log } = await job.run(image);
    const mask = `::add-mask::${job.token}`;
    expect(log.startsWith(mask)).toBe(true);
    expect(log.slice(mask.length)).not.toContain(job.token);
    expect(new Set(github.requests.map(({ authorization }) => authorization))).toEqual(
      new Set([`token ${job.token}`]),
    );
  });

  it("are told what is wrong with an input", async () => {
    await start();
    const { exitCode, log } = await job.run({ ...image, "fail-on": "urgent" });
    expect(exitCode).toBe(1);
    expect(log).toMatch(/^::error::Inputs are not valid: fail-on must be one of/m);
  });
});

describe("the bundle", () => {
  it("walks the layers of a large image in threads that start from the same file", async () => {
    await start();
    await writeExampleImage(join(job.workspace, "large"), { noiseBytes: 8 << 20 });
    job.env.NODE_DEBUG = "worker";
    // As on a machine of four cores: with fewer the calling thread keeps them all busy.
    const fourCores =
      'import os from "node:os"; import { syncBuiltinESMExports } from "node:module"; os.availableParallelism = () => 4; syncBuiltinESMExports();';
    job.env.NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(fourCores)}`;
    const { outputs, log } = await job.run({ image: "oci-dir:large" });
    expect(log).toMatch(/WORKER .*created Worker with ID/);
    expect(outputs).toMatchObject({ verdict: "fail", incomplete: "0" });
    expect(github.comments[0]?.body).toContain("lodash");
  });

  it("is one file of at most 4.4 MB that asks only for Node's own modules", async () => {
    await start();
    const text = await readFile(action.file, "utf8");
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4_400_000);
    const imported = [...text.matchAll(/^import .*?from "([^"]+)";$|^import "([^"]+)";$/gm)];
    const names = imported.map((match) => match[1] ?? match[2] ?? "");
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !isBuiltin(name))).toEqual([]);
  });
});

function isFailing({ status }: { status: string }): boolean {
  return status === "fail";
}

function notFound() {
  return { message: "Not Found", documentation_url: "https://docs.github.com/rest" };
}

/** Markdown without its code spans, in which GitHub looks for nothing. */
function withoutCode(text: string): string {
  return text.replace(/`[^`\n]*`|<code>.*?<\/code>/g, "");
}
