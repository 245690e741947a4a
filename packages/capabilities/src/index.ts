export { describePrivileges, type PrivilegesInput } from "./describe/privileges.ts";
export type { ContainerSettings } from "./describe/settings.ts";
export { formatFileCapabilities, parseCapabilityText } from "./files/capability-text.ts";
export { type FileCapabilities, parseFileCapabilities } from "./files/file-capabilities.ts";
export {
  capabilityInspectors,
  type FileCapabilitiesFact,
  fileCapabilitiesInspector,
  passwdInspector,
  type SetidFact,
  setidInspector,
} from "./files/inspectors.ts";
export type { PasswdEntry } from "./files/passwd.ts";
export { type JudgeOptions, judgePrivileges } from "./judge/judge.ts";
export { type Capability, capabilities, findCapability } from "./model/capability.ts";
export { type CapabilitySettings, dockerCapabilities, dockerDefaults } from "./model/docker.ts";
export {
  type Credentials,
  containerCredentials,
  type ExecResult,
  execTransition,
  type Program,
} from "./model/exec.ts";
export {
  allCapabilities,
  type CapabilityMask,
  formatMask,
  maskOf,
  namesOf,
  noCapabilities,
  parseMask,
} from "./model/mask.ts";
export { nearestCapability, normaliseCapability } from "./model/name.ts";
export { dockerDefaultProfile } from "./seccomp/data/docker-default.ts";
export { diffSeccomp, type SeccompDiff, type SeccompDifference } from "./seccomp/diff.ts";
export { allowance, evaluateSeccomp, isAllowed, type SeccompDecision } from "./seccomp/evaluate.ts";
export { parseSeccompProfile } from "./seccomp/parse.ts";
export {
  type ArgumentCondition,
  type RuleFilter,
  type SeccompAction,
  type SeccompOperator,
  type SeccompProfile,
  type SeccompRule,
  seccompActions,
  seccompOperators,
} from "./seccomp/profile.ts";
export {
  type ResolvedSeccomp,
  resolveSeccomp,
  type SeccompClause,
  type SeccompTarget,
} from "./seccomp/resolve.ts";
export {
  findSyscall,
  type Syscall,
  type SyscallArchitecture,
  syscallName,
  syscalls,
  syscallsOf,
} from "./syscalls/syscall.ts";
