/** What happens to a call, from the strictest to none (runtime-spec, config-linux.md, seccomp). */
export const seccompActions = [
  "SCMP_ACT_KILL_PROCESS",
  "SCMP_ACT_KILL_THREAD",
  "SCMP_ACT_TRAP",
  "SCMP_ACT_ERRNO",
  "SCMP_ACT_NOTIFY",
  "SCMP_ACT_TRACE",
  "SCMP_ACT_LOG",
  "SCMP_ACT_ALLOW",
] as const;
export type SeccompAction = (typeof seccompActions)[number];

export const seccompOperators = [
  "SCMP_CMP_EQ",
  "SCMP_CMP_NE",
  "SCMP_CMP_LT",
  "SCMP_CMP_LE",
  "SCMP_CMP_GT",
  "SCMP_CMP_GE",
  "SCMP_CMP_MASKED_EQ",
] as const;
export type SeccompOperator = (typeof seccompOperators)[number];

/** What an argument must be, as an unsigned number of 64 bits. */
export interface ArgumentCondition {
  /** 0 to 5. */
  readonly index: number;
  readonly op: SeccompOperator;
  /** What it is compared with; the mask of `SCMP_CMP_MASKED_EQ`. */
  readonly value: bigint;
  /** What the masked argument must equal; 0 elsewhere. */
  readonly valueTwo: bigint;
}

/** For which containers an engine takes a rule; empty lists say nothing. */
export interface RuleFilter {
  readonly capabilities: readonly string[];
  /** As Go names them: `amd64`, `arm64` … */
  readonly architectures: readonly string[];
  /** `4.8`: this kernel or a newer one. */
  readonly minKernel?: string;
}

export interface SeccompRule {
  readonly names: readonly string[];
  readonly action: SeccompAction;
  /** errno of `SCMP_ACT_ERRNO`, the message of `SCMP_ACT_TRACE`. */
  readonly errno?: number;
  /**
   * All must hold; when an argument occurs twice, any of them (runc splits such a rule, since
   * libseccomp takes each argument once).
   */
  readonly conditions: readonly ArgumentCondition[];
  readonly includes?: RuleFilter;
  readonly excludes?: RuleFilter;
  readonly comment?: string;
}

/** A profile as a runtime (OCI) or an engine (Docker, Podman) reads it. */
export interface SeccompProfile {
  readonly defaultAction: SeccompAction;
  readonly defaultErrno?: number;
  /** `SCMP_ARCH_…`, as a runtime's profile lists them. */
  readonly architectures: readonly string[];
  /** As an engine's profile has them instead: each with those that are allowed beside it. */
  readonly architectureMap: readonly {
    readonly architecture: string;
    readonly subArchitectures: readonly string[];
  }[];
  readonly flags: readonly string[];
  readonly rules: readonly SeccompRule[];
}
