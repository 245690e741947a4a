import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readPayloads } from "./github-payloads.ts";

const actionFolder = fileURLToPath(new URL("../../../actions/check", import.meta.url));
const tsup = fileURLToPath(
  new URL("../../../node_modules/tsup/dist/cli-default.js", import.meta.url),
);

/** Builds the bundle of `actions/check` into a folder that has nothing else around it. */
export async function buildAction(): Promise<{ file: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "plimsoll-action-"));
  const args = ["--conditions=@plimsoll/source", tsup, "--silent", "--out-dir", folder];
  const { exitCode, log } = await runNode(args, actionFolder, machineEnvironment());
  if (exitCode !== 0) throw new Error(`The bundle could not be built:\n${log}`);
  return { file: join(folder, "index.mjs"), remove: () => rm(folder, { recursive: true }) };
}

export interface ActionRun {
  exitCode: number | null;
  /** What the step printed, workflow commands included. */
  log: string;
  outputs: Record<string, string>;
  summary: string;
}

/** A job as a runner sets one up: a workspace, an event, and the environment that tells of them. */
export interface ActionJob {
  workspace: string;
  token: string;
  /** Environment of the next step. */
  env: NodeJS.ProcessEnv;
  /** From now on, the job was started by this pull request. */
  receivePullRequest(change?: { fork?: boolean; author?: string }): Promise<void>;
  receive(event: string, payload: unknown): Promise<void>;
  /** Runs one step with these inputs. */
  run(inputs: Record<string, string>): Promise<ActionRun>;
  remove(): Promise<void>;
}

interface PullRequestPayload {
  pull_request: {
    user: { login: string };
    head: { repo: { full_name: string; fork: boolean } };
  };
}

/** Sets up a job of a pull request for the action whose bundle is `file`. */
export async function createJob(file: string): Promise<ActionJob> {
  const folder = await mkdtemp(join(tmpdir(), "plimsoll-job-"));
  const path = (name: string) => join(folder, name);
  const workspace = path("workspace");
  const token = "ghs_0123456789abcdefghijklmnopqrstuvwxyz";
  await Promise.all([workspace, path("temp"), path("home")].map((name) => mkdir(name)));
  const env: NodeJS.ProcessEnv = {
    ...machineEnvironment(),
    HOME: path("home"),
    CI: "true",
    PLIMSOLL_OFFLINE: "1",
    GITHUB_ACTIONS: "true",
    GITHUB_REPOSITORY: "octocat/hello",
    GITHUB_WORKFLOW: "Image",
    GITHUB_JOB: "check",
    GITHUB_ACTOR: "octocat",
    GITHUB_WORKSPACE: workspace,
    GITHUB_EVENT_PATH: path("event.json"),
    GITHUB_OUTPUT: path("output"),
    GITHUB_STEP_SUMMARY: path("summary.md"),
    RUNNER_TEMP: path("temp"),
  };
  const job: ActionJob = {
    workspace,
    token,
    env,
    async receive(event, payload) {
      env.GITHUB_EVENT_NAME = event;
      await writeFile(path("event.json"), JSON.stringify(payload));
    },
    async receivePullRequest({ fork = false, author } = {}) {
      const payload = readPayloads("pull_request")[0] as PullRequestPayload;
      const { head, user } = payload.pull_request;
      if (fork) head.repo = { ...head.repo, full_name: "mallory/Hello-World", fork: true };
      if (author !== undefined) user.login = author;
      await job.receive("pull_request", payload);
    },
    async run(inputs) {
      await Promise.all([path("output"), path("summary.md")].map((name) => writeFile(name, "")));
      const given = Object.entries({ "github-token": token, ...inputs });
      const { exitCode, log } = await runNode([file], workspace, {
        ...env,
        ...Object.fromEntries(given.map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
      });
      return {
        exitCode,
        log,
        outputs: parseOutputs(await readFile(path("output"), "utf8")),
        summary: await readFile(path("summary.md"), "utf8"),
      };
    },
    remove: () => rm(folder, { recursive: true }),
  };
  await job.receivePullRequest();
  return job;
}

/**
 * Reads the runner's file of outputs: `name<<WORD`, lines, `WORD`.
 *
 * @throws Error when a value could have ended its block
 */
function parseOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const words = new Set<string>();
  let rest = text;
  while (rest !== "") {
    const [block, name = "", word = "", value = ""] =
      /^([\w-]+)<<(\S+)\n([\s\S]*?)\n?\2\n/.exec(rest) ?? [];
    if (block === undefined) throw new Error(`This is no output: ${rest.slice(0, 200)}`);
    if (words.has(word) || word.length < 32) throw new Error(`${word} could be guessed.`);
    words.add(word);
    outputs[name] = value.replace(/\n$/, "");
    rest = rest.slice(block.length);
  }
  return outputs;
}

/** What programs need of this machine, and nothing that could tell them of more. */
function machineEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot } = process.env;
  return { PATH, ...(SystemRoot !== undefined && { SystemRoot }) };
}

function runNode(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ exitCode: number | null; log: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, env });
    let log = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        log += text;
      });
    }
    child.on("error", reject);
    child.on("close", (exitCode) => resolve({ exitCode, log }));
  });
}
