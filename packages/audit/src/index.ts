export { changeBase } from "./advice/change-base.ts";
export { changePin, type PinnedPackage } from "./advice/change-pin.ts";
export {
  auditCompose,
  auditDockerfile,
  auditImage,
  auditLive,
  type DockerfileOptions,
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
export {
  applyFixes,
  type FixedFinding,
  type FixedText,
  type FixOptions,
} from "./fix/apply-fixes.ts";
export { maskCredentials } from "./live/credentials.ts";
export { daemonConfigPath, defaultConfigPath } from "./live/daemon-settings.ts";
export { credentialPaths, hostTexts } from "./live/host-texts.ts";
export { parseRecording } from "./live/parse.ts";
export { containerdSocketsOf, filePaths, socketOfAddress } from "./live/paths.ts";
export {
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
export { type BenchmarkControl, benchmarkControls, benchmarkSections } from "./rule/benchmark.ts";
export { cisBenchmarkVersion } from "./rule/cis.ts";
export type { AuditOptions, AuditResult } from "./rule/judge.ts";
export type { PeerIgnore, PeerTool, Pragma } from "./rule/pragma.ts";
export type {
  AuditConfig,
  AuditRule,
  ComposeRule,
  DockerfileRule,
  ImageRule,
  Judgement,
  LiveRule,
  NotApplicable,
  Observation,
  Rule,
  RuleData,
} from "./rule/types.ts";
export { auditRules } from "./rules/index.ts";
export type { ShellCommand, ShellWord } from "./shell/types.ts";
export type { Position } from "./text/position.ts";
