export {
  type Config,
  type ConfigInput,
  type Finding,
  type Package,
  PlimsollError,
  type Progress,
  parseConfig,
  parseReport,
  type Report,
} from "@plimsoll/core";
export { check } from "./check/check.ts";
export { type CheckOptions, type CheckPart, checkParts } from "./check/options.ts";
export { readSourceFiles, type SourceFile } from "./check/source-files.ts";
export { diff } from "./compare/diff.ts";
export { type LoadedConfig, loadConfig } from "./config/load.ts";
export { mergeConfig } from "./config/merge.ts";
export { relocateTrust } from "./config/relocate-trust.ts";
export { explain, type ImageExplanation } from "./explain/explain.ts";
export { type AuditEngineOptions, auditEngine } from "./live/audit-engine.ts";
export { type CollectLiveOptions, collectLive } from "./live/collect.ts";
export { type ScanImagesOptions, scanImages } from "./live/scan-images.ts";
export type { FoundPackage, FoundProblem, Plugin } from "./plugins/plugin.ts";
export { version } from "./version.ts";
