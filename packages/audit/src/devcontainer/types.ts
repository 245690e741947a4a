import type { Incomplete } from "@plimsoll/core";
import type { Pragma } from "../rule/pragma.ts";
import type { Position } from "../text/position.ts";
import type { Field } from "../yaml/fields.ts";

/** An option of `docker run`, and what it is set to. */
export interface RunOption extends Position {
  /** Without dashes, in its long form: `volume`. */
  readonly name: string;
  readonly value: string;
  /** As written. */
  readonly text: string;
}

/** A variable in `containerEnv` or `remoteEnv`. */
export interface DevVariable extends Position {
  readonly name: string;
  readonly value: string | undefined;
}

/** A parsed devcontainer.json. */
export interface DevContainer {
  readonly path: string;
  readonly image: Field<string> | undefined;
  readonly privileged: Field<boolean> | undefined;
  readonly capAdd: readonly Field<string>[];
  readonly securityOpt: readonly Field<string>[];
  readonly runArgs: readonly RunOption[];
  /** Sources of `mounts`, on the host or names of volumes. */
  readonly mountSources: readonly Field<string>[];
  /** Names of features, with version. */
  readonly features: readonly Field<string>[];
  /** Runs on the host. */
  readonly initializeCommand: Field<string> | undefined;
  /** `onCreateCommand`, `postCreateCommand` …: run in the container. */
  readonly commands: readonly Field<string>[];
  readonly user: Field<string> | undefined;
  readonly env: readonly DevVariable[];
  /** Pragmas by the line that they apply to. */
  readonly pragmas: ReadonlyMap<number, readonly Pragma[]>;
  readonly globalPragmas: readonly Pragma[];
  readonly incomplete: readonly Incomplete[];
}
