export {
  type BaseAdvice,
  type BaseCandidate,
  baseAdviceSchema,
  baseCandidateSchema,
} from "./advice.ts";
export {
  type Config,
  type ConfigInput,
  configSchema,
  type Ignore,
  ignoreSchema,
} from "./config.ts";
export {
  type ComparisonBase,
  type Difference,
  differenceSchema,
  type PackageChange,
  type PrivilegeChange,
} from "./difference.ts";
export {
  type ErrorCode,
  errorCodes,
  isPlimsollError,
  PlimsollError,
  type PlimsollErrorOptions,
  toPlimsollError,
} from "./error.ts";
export {
  type AdvisoryMatch,
  advisoryMatchSchema,
  createFinding,
  type Evidence,
  type Finding,
  type FindingInput,
  type FindingKind,
  type FindingLocation,
  type FindingStatus,
  type Fix,
  type FixState,
  type FixTier,
  findingSchema,
  fixStateSchema,
  type Suppression,
  type TextEdit,
  type Vulnerability,
} from "./finding.ts";
export { fingerprintOf } from "./fingerprint.ts";
export { compileGlob, type Matcher } from "./glob.ts";
export { fullRepository, type ImageName, imageNameOf } from "./image-name.ts";
export { plainInstruction } from "./instruction.ts";
export { configJsonSchema, reportJsonSchema } from "./json-schema.ts";
export {
  type LicenceCategory,
  type LicencesConfig,
  licenceCategorySchema,
} from "./licences/config.ts";
export {
  type BaseImage,
  type Distribution,
  type Inventory,
  type LayerSummary,
  type Package,
  type PackageLocation,
  packageSchema,
  type UnidentifiedArchive,
} from "./package.ts";
export { parseConfig, parseReport } from "./parse.ts";
export { formatPlatform, type Platform, platformSchema } from "./platform.ts";
export {
  type ContainerPrivileges,
  type HeldCapability,
  type PrivilegedFile,
  type Privileges,
  privilegesSchema,
} from "./privileges.ts";
export type { Progress, ProgressEvent } from "./progress.ts";
export { type PurlParts, splitPurl } from "./purl.ts";
export {
  type AdvisoryData,
  type Incomplete,
  type Report,
  reportSchema,
  reportSchemaVersion,
  type Verdict,
} from "./report.ts";
export type { SecretAllow, SecretRule, SecretsConfig } from "./secrets/config.ts";
export { isSecretName } from "./secrets/names.ts";
export { redact } from "./secrets/redact.ts";
export { canBeSecret, recogniseSecret } from "./secrets/values.ts";
export {
  compareSeverity,
  isAtLeast,
  type Severity,
  severities,
  severitySchema,
} from "./severity.ts";
export { type Subject, subjectSchema } from "./subject.ts";
export {
  type Trust,
  type TrustAttestation,
  type TrustCheck,
  type TrustRequirement,
  type TrustSignature,
  type TrustSigner,
  trustSchema,
  trustSignerSchema,
} from "./trust.ts";
export type {
  AttestationRequirement,
  PredicateRule,
} from "./trust-policy/attestation.ts";
export {
  type TrustConfig,
  type TrustDeny,
  type TrustLevel,
  type TrustRule,
  type TrustRuleInput,
  trustConfigSchema,
  trustRuleSchema,
} from "./trust-policy/config.ts";
export type { GitHubIdentity, KeylessRequirement } from "./trust-policy/keyless.ts";
export type { Requirement } from "./trust-policy/requirement.ts";
export {
  describeVex,
  type VexClaim,
  type VexJustification,
  type VexStatus,
  vexJustifications,
  vexStatuses,
} from "./vex.ts";
