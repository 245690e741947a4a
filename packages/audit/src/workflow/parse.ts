import type { Incomplete } from "@plimsoll/core";
import { type Field, readBranches, readField, readFields } from "../yaml/fields.ts";
import { readPragmas } from "../yaml/pragmas.ts";
import { type Report, readYamlMap } from "../yaml/read-map.ts";
import type { Branch, Tree } from "../yaml/tree.ts";
import { valueAt } from "../yaml/value-at.ts";
import type { Workflow, WorkflowContainer, WorkflowJob, WorkflowStep } from "./types.ts";

/** Jobs times steps that are read; aliases repeat them at no cost to the file. */
const maxSteps = 20_000;

/**
 * Parses a GitHub workflow with the place of every value, as far as it bears on containers. Never
 * throws: faults become entries of `incomplete`.
 *
 * @param path what findings and incomplete entries call the file
 */
export function parseWorkflow(text: string, path = "workflow.yml"): Workflow {
  const incomplete: Incomplete[] = [];
  const report: Report = (line, code, why) => {
    if (incomplete.length < 1_000) incomplete.push({ code, what: `${path}:${line}`, why });
  };
  const root = readYamlMap(text, report);
  const { byLine, global } = readPragmas(text.split("\n").map((line) => line.replace(/\r$/, "")));
  const jobs = root === undefined ? [] : readJobs(root, report);
  return {
    path,
    events: root === undefined ? [] : readEvents(root.entries.get("on")?.value),
    jobs,
    pragmas: byLine,
    globalPragmas: global,
    incomplete,
  };
}

function readEvents(tree: Tree | undefined): string[] {
  if (tree?.kind === "map") return [...tree.entries.keys()];
  const fields = tree?.kind === "list" ? readFields(tree) : [readField(tree)];
  return fields.flatMap((field) => field?.value ?? []);
}

function readJobs(root: Branch, report: Report): WorkflowJob[] {
  const jobs = valueAt(root, "jobs");
  if (jobs?.kind !== "map") return [];
  let left = maxSteps;
  return [...jobs.entries].flatMap(([id, { key, value }]) => {
    if (value.kind !== "map") return [];
    const steps = readBranches(valueAt(value, "steps"));
    if (steps.length > left) {
      report(key.line, "LIMIT_EXCEEDED", `only the first ${maxSteps} steps are read`);
    }
    const read = steps.slice(0, left).map(readStep);
    left -= read.length;
    const services = valueAt(value, "services");
    const containers = [
      valueAt(value, "container"),
      ...(services?.kind === "map"
        ? [...services.entries.values()].map((entry) => entry.value)
        : []),
    ];
    return [
      {
        id,
        line: key.line,
        column: key.column,
        containers: containers.flatMap((tree) => readContainer(tree) ?? []),
        steps: read,
      },
    ];
  });
}

function readStep(step: Branch): WorkflowStep {
  const inputs = valueAt(step, "with");
  const given = new Map<string, Field<string>>();
  for (const [name, { value }] of inputs?.kind === "map" ? inputs.entries : []) {
    const field = readField(value);
    if (field !== undefined) given.set(name.toLowerCase(), field);
  }
  return {
    line: step.line,
    column: step.column,
    uses: readField(valueAt(step, "uses")),
    run: readField(valueAt(step, "run")),
    with: given,
  };
}

/** A name of an image, or a map. */
function readContainer(tree: Tree | undefined): WorkflowContainer | undefined {
  if (tree === undefined || tree.kind === "list") return undefined;
  const { line, column } = tree;
  if (tree.kind === "leaf") {
    const image = readField(tree);
    return { line, column, image, options: undefined, volumes: [], password: undefined };
  }
  return {
    line,
    column,
    image: readField(valueAt(tree, "image")),
    options: readField(valueAt(tree, "options")),
    volumes: readFields(valueAt(tree, "volumes")),
    password: readField(valueAt(tree, "credentials", "password")),
  };
}
