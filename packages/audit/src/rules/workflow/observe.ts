import type { Judgement, Observation, WorkflowRule } from "../../rule/types.ts";
import type { Position } from "../../text/position.ts";
import type {
  Workflow,
  WorkflowContainer,
  WorkflowJob,
  WorkflowStep,
} from "../../workflow/types.ts";
import type { Field } from "../../yaml/fields.ts";
import { commandsOfRun } from "./run.ts";

/** What a rule says of itself; references are added to the page about building images. */
export function workflowRule(
  data: Omit<WorkflowRule, "target" | "references" | "peers"> & {
    readonly references?: readonly string[];
    readonly peers?: WorkflowRule["peers"];
  },
): WorkflowRule {
  const { references = [], peers = {}, ...rest } = data;
  const pages =
    references.length > 0 ? references : ["https://docs.docker.com/build/ci/github-actions/"];
  return { ...rest, target: "workflow", references: pages, peers };
}

/** Asks `check` about each step. */
export function judgeSteps(
  file: Workflow,
  check: (step: WorkflowStep, job: WorkflowJob) => readonly Observation[],
): Judgement {
  if (file.jobs.length === 0) return { notApplicable: "the file has no jobs" };
  return file.jobs.flatMap((job) => job.steps.flatMap((step) => check(step, job)));
}

/** Asks `check` about each container that a job runs in or beside. */
export function judgeJobContainers(
  file: Workflow,
  check: (container: WorkflowContainer, job: WorkflowJob) => readonly Observation[],
): Judgement {
  if (file.jobs.length === 0) return { notApplicable: "the file has no jobs" };
  return file.jobs.flatMap((job) => job.containers.flatMap((container) => check(container, job)));
}

/** What a rule saw in a job. */
export function observe(
  file: Workflow,
  job: WorkflowJob,
  at: Position,
  value: string,
  details: Partial<Observation> = {},
): Observation {
  const pragmas = [at.line, job.line].flatMap((line) => file.pragmas.get(line) ?? []);
  return {
    line: at.line,
    column: at.column,
    instruction: `jobs.${job.id}`,
    subject: `job ${job.id}`,
    value,
    source: `${file.path}:${at.line} jobs.${job.id}`,
    identity: [job.id, value],
    pragmas,
    ...details,
  };
}

/** The name of an action without its version: `docker/build-push-action`. */
export function actionOf({ uses }: WorkflowStep): string {
  return (uses?.value ?? "").split("@", 1)[0]!.toLowerCase();
}

/** True for an input or option that is written as true. */
export function isTrue(field: Field<string> | undefined): boolean {
  return /^(?:true|yes|on|1)$/i.test(field?.value ?? "");
}

/** The `docker build`, `docker buildx build` … commands of a step; `run` names what is asked for. */
export function dockerCommands(step: WorkflowStep, ...names: string[]): string[][] {
  if (step.run === undefined) return [];
  return commandsOfRun(step.run).filter((words) => names.some((name) => words.includes(name)));
}
