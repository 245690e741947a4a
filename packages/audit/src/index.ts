export { changeBase } from "./advice/change-base.ts";
export { changePin, type PinnedPackage } from "./advice/change-pin.ts";
export {
  auditCompose,
  auditDockerfile,
  auditImage,
  auditKubernetes,
  type KubernetesOptions,
} from "./audit.ts";
export { parseCompose } from "./compose/parse.ts";
export type {
  ComposeBuild,
  ComposeFile,
  ComposeService,
  EnvironmentVariable,
  Mount,
  Port,
  Setting,
} from "./compose/types.ts";
export { parseDockerfile } from "./dockerfile/parse.ts";
export { type ReplayedLayers, replayDockerfile } from "./dockerfile/replay.ts";
export type {
  Assignment,
  Base,
  Dockerfile,
  Flag,
  Heredoc,
  Instruction,
  ParserDirective,
  Stage,
  Word,
} from "./dockerfile/types.ts";
export { parseKubernetes } from "./kubernetes/parse.ts";
export type {
  ConfigMap,
  Container,
  ContainerPort,
  ContainerVariable,
  Field,
  KubernetesFile,
  PodVolume,
  SecurityContext,
  SeLinuxOptions,
  Workload,
} from "./kubernetes/types.ts";
export { type FileKind, recogniseFile } from "./recognise.ts";
export { cisBenchmarkVersion } from "./rule/cis.ts";
export type { AuditConfig, AuditOptions, AuditResult } from "./rule/judge.ts";
export type { Pragma } from "./rule/pragma.ts";
export type {
  AuditRule,
  ComposeRule,
  DockerfileRule,
  ImageRule,
  Judgement,
  KubernetesRule,
  NotApplicable,
  Observation,
  Rule,
  RuleData,
} from "./rule/types.ts";
export { auditRules } from "./rules/index.ts";
export type { ShellCommand, ShellWord } from "./shell/types.ts";
export type { Position } from "./text/position.ts";
