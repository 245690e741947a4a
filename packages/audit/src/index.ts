export { changeBase } from "./advice/change-base.ts";
export { changePin, type PinnedPackage } from "./advice/change-pin.ts";
export {
  auditCompose,
  auditDevContainer,
  auditDockerfile,
  auditImage,
  auditKubernetes,
  auditLive,
  auditWorkflow,
  type ComposeOptions,
  type DockerfileOptions,
  type ImageOptions,
  type KubernetesOptions,
} from "./audit.ts";
export { parseCompose } from "./compose/parse.ts";
export type {
  ComposeBuild,
  ComposeFile,
  ComposeHook,
  ComposeService,
  EnvironmentVariable,
  Mount,
  Port,
  Setting,
} from "./compose/types.ts";
export { parseDevContainer } from "./devcontainer/parse.ts";
export type { DevContainer, DevVariable, RunOption } from "./devcontainer/types.ts";
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
export {
  applyFixes,
  type FixedFinding,
  type FixedText,
  type FixOptions,
} from "./fix/apply-fixes.ts";
export { fixDaemonConfig, withDaemonConfig } from "./fix/fix-daemon-config.ts";
export { type HostScriptOptions, renderHostScript } from "./fix/host-script.ts";
export { parseKubernetes } from "./kubernetes/parse.ts";
export type {
  ConfigMap,
  Container,
  ContainerPort,
  ContainerVariable,
  KubernetesFile,
  PodVolume,
  SecurityContext,
  SeLinuxOptions,
  Workload,
} from "./kubernetes/types.ts";
export { summariseChanges } from "./live/changes.ts";
export { maskCredentials } from "./live/credentials.ts";
export { daemonConfigPath, defaultConfigPath } from "./live/daemon-settings.ts";
export { credentialPaths, hostTexts } from "./live/host-texts.ts";
export { parseRecording } from "./live/parse.ts";
export { containerdSocketsOf, filePaths, socketOfAddress } from "./live/paths.ts";
export {
  type RecordedChanges,
  type RecordedFile,
  type RecordedHost,
  type RecordedProcess,
  type RecordedScan,
  type RecordedText,
  type Recording,
  recordingKind,
  recordingVersion,
} from "./live/recording.ts";
export { maskText, redactAnswer } from "./live/redact.ts";
export type {
  LiveContainer,
  LiveEngine,
  LiveImage,
  LiveNetwork,
  LiveSnapshot,
  LiveSwarm,
} from "./live/types.ts";
export { type FileKind, recogniseFile } from "./recognise.ts";
export { type BenchmarkControl, benchmarkControls, benchmarkSections } from "./rule/benchmark.ts";
export { cisBenchmarkVersion } from "./rule/cis.ts";
export type { AuditOptions, AuditResult } from "./rule/judge.ts";
export { kicsName } from "./rule/kics.ts";
export type { PeerSettings } from "./rule/peer-settings.ts";
export type { PeerIgnore, PeerTool, Pragma } from "./rule/pragma.ts";
export type {
  AuditConfig,
  AuditRule,
  ComposeRule,
  DevContainerRule,
  DockerfileRule,
  ImageRule,
  ImageSnapshot,
  Judgement,
  KubernetesRule,
  LiveRule,
  NotApplicable,
  Observation,
  Rule,
  RuleData,
  WorkflowRule,
} from "./rule/types.ts";
export { auditRules } from "./rules/index.ts";
export type { ShellCommand, ShellWord } from "./shell/types.ts";
export type { Position } from "./text/position.ts";
export { parseWorkflow } from "./workflow/parse.ts";
export type {
  Workflow,
  WorkflowContainer,
  WorkflowJob,
  WorkflowStep,
} from "./workflow/types.ts";
export type { Field } from "./yaml/fields.ts";
