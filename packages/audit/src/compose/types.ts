import type { Incomplete } from "@plimsoll/core";
import type { Pragma } from "../rule/pragma.ts";
import type { Position } from "../text/position.ts";

/** A value of the file, and where it stands. */
export interface Setting<T> extends Position {
  readonly value: T;
  /** As written, before variables were replaced. */
  readonly text: string;
  /** Variables without a value or default; `value` then keeps the text as written. */
  readonly unresolved: readonly string[];
  /** True when the default of a `${NAME:-default}` was taken. */
  readonly usedDefault: boolean;
}

/** An entry of `ports`. */
export interface Port extends Position {
  /** As written, or its long form as one line. */
  readonly text: string;
  /** Address of the host it is bound to; undefined means every address. */
  readonly hostAddress: string | undefined;
  /** First and last port of the host; undefined when the engine chooses. */
  readonly published: readonly [number, number] | undefined;
  /** First and last port of the container. */
  readonly target: readonly [number, number] | undefined;
  readonly protocol: string;
  /** Variables without a value or default. */
  readonly unresolved: readonly string[];
}

/** An entry of `volumes` of a service. */
export interface Mount extends Position {
  readonly text: string;
  readonly type: "bind" | "volume" | "tmpfs" | "other";
  /** Path of the host, or name of the volume; undefined for an anonymous one. */
  readonly source: string | undefined;
  readonly target: string;
  readonly isReadOnly: boolean;
  /** Propagation mode of a bind mount: `rshared`. */
  readonly propagation: string | undefined;
  readonly unresolved: readonly string[];
}

/** An entry of `environment`; `value` is undefined when it is taken from the caller's environment. */
export interface EnvironmentVariable extends Position {
  readonly name: string;
  readonly value: string | undefined;
  readonly unresolved: readonly string[];
  readonly usedDefault: boolean;
  /** True when a variable of `.env` gave the value, or a part of it. */
  readonly isInterpolated: boolean;
}

/** An entry of `post_start` or `pre_stop`: a command that runs in the container. */
export interface ComposeHook extends Position {
  readonly kind: "post_start" | "pre_stop";
  readonly privileged: Setting<boolean> | undefined;
  readonly user: Setting<string> | undefined;
}

/** `build` of a service. */
export interface ComposeBuild extends Position {
  readonly context: Setting<string> | undefined;
  readonly dockerfile: Setting<string> | undefined;
  /** `dockerfile_inline`: a Dockerfile within the file. */
  readonly inline: Setting<string> | undefined;
  readonly privileged: Setting<boolean> | undefined;
  readonly network: Setting<string> | undefined;
  readonly entitlements: readonly Setting<string>[];
  readonly args: readonly EnvironmentVariable[];
}

/** A service, what it inherits by `extends` and merge keys included. A key that is absent is undefined or empty. */
export interface ComposeService extends Position {
  readonly name: string;
  readonly image: Setting<string> | undefined;
  readonly build: ComposeBuild | undefined;
  readonly user: Setting<string> | undefined;
  readonly privileged: Setting<boolean> | undefined;
  readonly capAdd: readonly Setting<string>[];
  readonly capDrop: readonly Setting<string>[];
  readonly securityOpt: readonly Setting<string>[];
  readonly networkMode: Setting<string> | undefined;
  readonly pid: Setting<string> | undefined;
  readonly ipc: Setting<string> | undefined;
  readonly uts: Setting<string> | undefined;
  readonly userns: Setting<string> | undefined;
  readonly readOnly: Setting<boolean> | undefined;
  readonly useApiSocket: Setting<boolean> | undefined;
  readonly ports: readonly Port[];
  readonly volumes: readonly Mount[];
  readonly devices: readonly Setting<string>[];
  readonly environment: readonly EnvironmentVariable[];
  /** `mem_limit` or `deploy.resources.limits.memory`. */
  readonly memoryLimit: Setting<string> | undefined;
  /** `pids_limit` or `deploy.resources.limits.pids`. */
  readonly pidsLimit: Setting<string> | undefined;
  /** `cpus` or `deploy.resources.limits.cpus`. */
  readonly cpus: Setting<string> | undefined;
  readonly restart: Setting<string> | undefined;
  readonly cgroup: Setting<string> | undefined;
  readonly cgroupParent: Setting<string> | undefined;
  /** True when `networks` or `network_mode` says how it is connected. */
  readonly isConnected: boolean;
  readonly groupAdd: readonly Setting<string>[];
  readonly volumesFrom: readonly Setting<string>[];
  readonly deviceCgroupRules: readonly Setting<string>[];
  readonly oomKillDisable: Setting<boolean> | undefined;
  readonly loggingDriver: Setting<string> | undefined;
  /** Words of `command` and `entrypoint`; a single text is one word. */
  readonly command: readonly Setting<string>[];
  readonly entrypoint: readonly Setting<string>[];
  readonly hooks: readonly ComposeHook[];
  readonly healthcheck: { readonly isDisabled: boolean; readonly position: Position } | undefined;
}

/** A parsed compose file. */
export interface ComposeFile {
  readonly path: string;
  /** The physical lines, without line ends. */
  readonly lines: readonly string[];
  /** `name` of the project. */
  readonly name: string | undefined;
  readonly services: readonly ComposeService[];
  /** What `include` names. */
  readonly includes: readonly Setting<string>[];
  /** Pragmas by the line that they apply to. */
  readonly pragmas: ReadonlyMap<number, readonly Pragma[]>;
  readonly globalPragmas: readonly Pragma[];
  /** Files that it leads to and that were not given: `.env`, and what include, extends and env_file name. */
  readonly missing: readonly string[];
  /** Faults of YAML, and what lies in other files. */
  readonly incomplete: readonly Incomplete[];
}
