import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as core from "@actions/core";
import { isPlimsollError, type Progress, type Report } from "@plimsoll/core";
import { renderTerminal } from "@plimsoll/report";
import type { check as checkImage } from "plimsoll";
import { emitAnnotations, planAnnotations } from "./annotations.ts";
import { commentKey } from "./comment/key.ts";
import { publishComment } from "./comment/publish.ts";
import { type Configuration, readConfiguration } from "./configuration.ts";
import { readContext } from "./context.ts";
import { failedReport } from "./failed-report.ts";
import { failureOf } from "./failure.ts";
import { readInputs } from "./inputs.ts";
import { printUntrusted } from "./log.ts";
import { setOutputs } from "./outputs.ts";
import { writeReports } from "./reports.ts";
import { readSources } from "./sources.ts";
import { writeSummary } from "./summary.ts";

export interface ActionOptions {
  check: typeof checkImage;
  /** The module that threads walking layers start from. */
  worker: URL;
  /** Fires when the job is cancelled. */
  signal?: AbortSignal;
  env?: NodeJS.ProcessEnv;
}

/**
 * Checks the image and tells the result everywhere a job can: log, files, outputs, a comment on
 * the pull request, the job summary, annotations, and the exit code.
 *
 * @throws PlimsollError when an input or the configuration is not valid, or the job is cancelled
 */
export async function runAction(options: ActionOptions): Promise<void> {
  const env = options.env ?? process.env;
  const inputs = readInputs();
  const token = inputs["github-token"];
  if (token !== undefined) core.setSecret(token);
  const workspace = env.GITHUB_WORKSPACE ?? process.cwd();
  const [context, configuration] = await Promise.all([
    readContext(env),
    readConfiguration(inputs, workspace),
  ]);
  // The registry client takes the job's token for GitHub's own registry from here.
  if (token !== undefined) env.GITHUB_TOKEN ??= token;

  const { report, isChecked } = await inspect(configuration, workspace, {
    ...options,
    allowInspectors: inputs["allow-inspectors"] === true,
  });
  core.startGroup(isChecked ? "Report" : "What went wrong");
  printUntrusted(renderTerminal(report, { colour: true, width: 120 }));
  core.endGroup();

  const key = commentKey({
    workflow: context.workflow,
    job: context.job,
    subject: configuration.image ?? report.subject.reference,
    userKey: inputs["comment-key"],
  });
  const folder = inputs["output-directory"] ?? defaultFolder(key, env);
  const files = await writeReports(report, resolve(workspace, folder), {
    isChecked,
    sources: await readSources(configuration.sourcePaths, workspace),
  });
  const comment = await publishComment({
    report,
    context,
    key,
    heading: inputs["comment-key"],
    token,
    when: inputs.comment,
  });
  if (inputs.summary || comment.isRefused) {
    await writeSummary(report, env.GITHUB_STEP_SUMMARY);
  }
  setOutputs(report, files, comment.url);

  const failure = failureOf(report);
  if (failure !== undefined) core.setFailed(failure);
  if (inputs.annotations) emitAnnotations(planAnnotations(report, configuration.sourcePaths));
}

/** The report; where nothing could be checked at all, one that says why and fails. */
async function inspect(
  { image, config }: Configuration,
  workspace: string,
  { allowInspectors, check, worker, signal }: ActionOptions & { allowInspectors: boolean },
): Promise<{ report: Report; isChecked: boolean }> {
  try {
    const report = await check(image, {
      config,
      directory: workspace,
      worker,
      allowInspectors,
      progress: reportPhases(),
      ...(signal && { signal }),
    });
    return { report, isChecked: true };
  } catch (error) {
    if (!isPlimsollError(error) || error.code === "ABORTED") throw error;
    return { report: failedReport(error, image), isChecked: false };
  }
}

/** A line in the log for each new phase: a job's log has no use for a moving bar. */
function reportPhases(): Progress {
  let current: string | undefined;
  return ({ phase, message }) => {
    if (phase === current) return;
    current = phase;
    printUntrusted(message);
  };
}

function defaultFolder(key: string, env: NodeJS.ProcessEnv): string {
  return join(env.RUNNER_TEMP ?? tmpdir(), `plimsoll-${key.slice(0, 12)}`);
}
