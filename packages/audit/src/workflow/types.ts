import type { Incomplete } from "@plimsoll/core";
import type { Pragma } from "../rule/pragma.ts";
import type { Position } from "../text/position.ts";
import type { Field } from "../yaml/fields.ts";

/** `container` of a job, or one of its `services`. */
export interface WorkflowContainer extends Position {
  readonly image: Field<string> | undefined;
  readonly options: Field<string> | undefined;
  readonly volumes: readonly Field<string>[];
  /** `credentials.password` */
  readonly password: Field<string> | undefined;
}

/** A step of a job. */
export interface WorkflowStep extends Position {
  readonly uses: Field<string> | undefined;
  readonly run: Field<string> | undefined;
  /** Inputs of the action, by name in lower case. */
  readonly with: ReadonlyMap<string, Field<string>>;
}

/** A job of a workflow. */
export interface WorkflowJob extends Position {
  readonly id: string;
  readonly containers: readonly WorkflowContainer[];
  readonly steps: readonly WorkflowStep[];
}

/** A GitHub workflow, as far as it bears on containers. */
export interface Workflow {
  readonly path: string;
  /** Names of the events that start it. */
  readonly events: readonly string[];
  readonly jobs: readonly WorkflowJob[];
  /** Pragmas by the line that they apply to. */
  readonly pragmas: ReadonlyMap<number, readonly Pragma[]>;
  readonly globalPragmas: readonly Pragma[];
  readonly incomplete: readonly Incomplete[];
}
