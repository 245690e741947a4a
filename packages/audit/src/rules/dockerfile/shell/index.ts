import type { DockerfileRule } from "../../../rule/types.ts";
import { pipeRules } from "./pipes.ts";
import { pitfallRules } from "./pitfalls.ts";
import { portabilityRules } from "./portability.ts";
import {
  backticks,
  globDash,
  singleQuoted,
  unquotedSubstitution,
  unquotedVariable,
} from "./quoting.ts";
import { undefinedVariable } from "./script-variables.ts";

/** Rules over the shell scripts of RUN: what is behind nine in ten of ShellCheck's findings in Dockerfiles. */
export const shellRules: readonly DockerfileRule[] = [
  ...pipeRules,
  ...pitfallRules,
  ...portabilityRules,
  undefinedVariable,
  unquotedVariable,
  unquotedSubstitution,
  backticks,
  globDash,
  singleQuoted,
];
