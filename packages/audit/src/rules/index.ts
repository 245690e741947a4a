import { cisBenchmarkVersion, cisControls } from "../rule/cis.ts";
import { kicsQueries } from "../rule/kics.ts";
import type {
  AuditRule,
  ComposeRule,
  DevContainerRule,
  DockerfileRule,
  ImageRule,
  KubernetesRule,
  LiveRule,
  WorkflowRule,
} from "../rule/types.ts";
import { dangerousCapability } from "./compose/capabilities.ts";
import {
  downloadAtStart as composeDownload,
  hookPrivileged,
  remoteInclude,
  secretCommand,
} from "./compose/commands.ts";
import * as hardening from "./compose/hardening.ts";
import { imageDigest, imageUnpinned } from "./compose/image.ts";
import * as isolation from "./compose/isolation.ts";
import { cpuLimit, memoryLimit, oomKillDisable, pidsLimit } from "./compose/limits.ts";
import { device, mountPropagation, sensitiveMount } from "./compose/mounts.ts";
import { hostIpc, hostNetwork, hostPid, hostUserns, hostUts } from "./compose/namespaces.ts";
import { privilegedPort, publicDatabasePort, publicPort } from "./compose/ports.ts";
import { buildPrivileged, privileged } from "./compose/privileged.ts";
import { apiSocket, runtimeSocket } from "./compose/runtime-socket.ts";
import { secretEnvironment } from "./compose/secrets.ts";
import { noNewPrivileges, unconfined } from "./compose/security-options.ts";
import * as devcontainer from "./devcontainer/index.ts";
import { addLocal, addRemote } from "./dockerfile/add.ts";
import { aptLists, aptRecommends, aptUpgrade, aptYes } from "./dockerfile/apt.ts";
import { baseDigest, baseLatest, baseUntagged } from "./dockerfile/base-image.ts";
import { contentTrust } from "./dockerfile/content-trust.ts";
import * as copy from "./dockerfile/copy.ts";
import { copyContext, copyIgnored } from "./dockerfile/copy-context.ts";
import { deletedLater } from "./dockerfile/deleted-later.ts";
import { exposeCasing, exposeFormat, exposeRange, exposeSsh } from "./dockerfile/expose.ts";
import * as baseName from "./dockerfile/from.ts";
import { healthcheckMissing } from "./dockerfile/healthcheck.ts";
import * as labels from "./dockerfile/labels.ts";
import { maintainer } from "./dockerfile/maintainer.ts";
import { opensslVersion } from "./dockerfile/openssl.ts";
import { apkCache, pipCache, rpmCache } from "./dockerfile/package-cache.ts";
import * as packages from "./dockerfile/package-practice.ts";
import { downloadAtStart, pipeToShell } from "./dockerfile/pipe-to-shell.ts";
import { pipefail } from "./dockerfile/pipefail.ts";
import { severalCmd, severalEntrypoint, severalHealthcheck } from "./dockerfile/repeated.ts";
import { packageUpgrade, rpmYes } from "./dockerfile/rpm-install.ts";
import { runHostNetwork, runInsecure } from "./dockerfile/run-flags.ts";
import { chmodWorldWritable, passwordSet, runCd, sudo } from "./dockerfile/run-practice.ts";
import { secretCopied } from "./dockerfile/secret-copied.ts";
import { secretArg, secretEnv } from "./dockerfile/secrets.ts";
import { shellRules } from "./dockerfile/shell/index.ts";
import { shellForm } from "./dockerfile/shell-form.ts";
import { shellProcess } from "./dockerfile/shell-process.ts";
import { copyFromUnpinned, stageDuplicate, stageUndefined } from "./dockerfile/stage-names.ts";
import * as stages from "./dockerfile/stages.ts";
import * as style from "./dockerfile/style.ts";
import { systemVolume } from "./dockerfile/system-volume.ts";
import { packageSignatures, tlsVerification } from "./dockerfile/tls.ts";
import { updateAlone } from "./dockerfile/update-alone.ts";
import { userMissing, userName, userRoot } from "./dockerfile/user.ts";
import * as variables from "./dockerfile/variables.ts";
import { versionPins } from "./dockerfile/version-pins.ts";
import { workdirRelative } from "./dockerfile/workdir.ts";
import * as imageFromDockerfile from "./image/from-dockerfile.ts";
import * as imageHealthcheck from "./image/healthcheck.ts";
import * as imageHistory from "./image/history.ts";
import * as imageName from "./image/name.ts";
import * as imageSecrets from "./image/secrets.ts";
import * as imageSurface from "./image/surface.ts";
import * as imageUser from "./image/user.ts";
import * as kubernetes from "./kubernetes/index.ts";
import { liveRuleList } from "./live/index.ts";
import * as workflow from "./workflow/index.ts";

/** Rules over a Dockerfile. */
export const dockerfileRules: readonly DockerfileRule[] = withControls([
  userRoot,
  userMissing,
  secretEnv,
  secretArg,
  secretCopied,
  passwordSet,
  pipeToShell,
  downloadAtStart,
  tlsVerification,
  packageSignatures,
  runInsecure,
  runHostNetwork,
  addRemote,
  addLocal,
  baseUntagged,
  baseLatest,
  baseDigest,
  copyFromUnpinned,
  stageUndefined,
  stageDuplicate,
  sudo,
  chmodWorldWritable,
  systemVolume,
  exposeSsh,
  exposeRange,
  updateAlone,
  aptUpgrade,
  aptRecommends,
  aptYes,
  aptLists,
  apkCache,
  pipCache,
  rpmCache,
  runCd,
  workdirRelative,
  shellForm,
  severalCmd,
  severalEntrypoint,
  severalHealthcheck,
  healthcheckMissing,
  contentTrust,
  maintainer,
  userName,
  baseName.baseRegistry,
  baseName.fromUndeclared,
  baseName.fromDefault,
  baseName.platformMismatch,
  baseName.platformConstant,
  baseName.platformRedundant,
  stages.stageReserved,
  stages.stageUnused,
  stages.instructionOrder,
  stages.onbuildForbidden,
  copyContext,
  copyIgnored,
  copy.copySeveral,
  copy.copyRelative,
  copy.copyFilesystem,
  copy.copyArchive,
  copy.copyFromIndex,
  deletedLater,
  opensslVersion,
  packages.packageDatabaseRemoved,
  packageUpgrade,
  rpmYes,
  packages.aptInteractive,
  packages.yarnCache,
  packages.downloadersMixed,
  packages.wgetProgress,
  packages.pointlessCommand,
  packages.useraddLog,
  packages.shellReplaced,
  ...versionPins,
  pipefail,
  shellProcess,
  variables.envSelfReference,
  variables.variableUndefined,
  variables.legacyKeyValue,
  exposeFormat,
  exposeCasing,
  labels.labelMissing,
  labels.labelValue,
  labels.labelUnknown,
  labels.labelKey,
  style.emptyContinuation,
  style.asCasing,
  style.stageCasing,
  style.instructionCasing,
  style.definitionDescription,
  style.inlinePragma,
  style.consecutiveRun,
  ...shellRules,
]);

/** Rules over a compose file. */
export const composeRules: readonly ComposeRule[] = withControls([
  privileged,
  runtimeSocket,
  apiSocket,
  dangerousCapability,
  hostNetwork,
  hostPid,
  hostIpc,
  hostUserns,
  hostUts,
  unconfined,
  sensitiveMount,
  mountPropagation,
  device,
  buildPrivileged,
  hardening.userRoot,
  secretEnvironment,
  publicDatabasePort,
  privilegedPort,
  imageUnpinned,
  noNewPrivileges,
  hardening.writableRoot,
  memoryLimit,
  pidsLimit,
  hardening.restart,
  hardening.healthcheckDisabled,
  hookPrivileged,
  composeDownload,
  secretCommand,
  remoteInclude,
  isolation.cgroupParent,
  isolation.defaultNetwork,
  isolation.capabilitiesKept,
  isolation.groupAdd,
  isolation.volumesFrom,
  isolation.deviceCgroupRule,
  isolation.loggingNone,
  publicPort,
  imageDigest,
  cpuLimit,
  oomKillDisable,
]);

/** Rules over an image's configuration. */
export const imageRules: readonly ImageRule[] = withControls([
  imageUser.userRoot,
  imageSecrets.secretEnv,
  imageSecrets.secretLabel,
  imageSecrets.secretHistory,
  imageHistory.downloadAtStart,
  imageHistory.pipeToShell,
  imageHistory.remoteAdd,
  imageFromDockerfile.imageUpdateAlone,
  imageFromDockerfile.imageSudo,
  imageSurface.exposeSsh,
  imageSurface.systemVolume,
  imageHealthcheck.healthcheckMissing,
  imageSurface.contentTrust,
  imageName.latestTag,
  imageHistory.localAdd,
  imageFromDockerfile.imageUpgrade,
  imageFromDockerfile.imageAptLists,
  imageFromDockerfile.imageApkCache,
]);

/** Rules over a file of Kubernetes objects. */
/** Rules over a running engine, its containers and its host, with Docker Bench's numbers among their peers. */
export const liveRules: readonly LiveRule[] = withControls(liveRuleList).map((rule) => {
  const { cis = [], ...peers } = rule.peers;
  // Docker Bench for Security 1.6.0 numbers its checks as the benchmark does.
  const numbers = [...cis, ...(peers["docker-bench"] ?? [])];
  if (numbers.length === 0) return rule;
  return { ...rule, peers: { ...rule.peers, "docker-bench": numbers } };
});
export const kubernetesRules: readonly KubernetesRule[] = kubernetes.rules;

/** Rules over a devcontainer.json. */
export const devContainerRules: readonly DevContainerRule[] = devcontainer.rules;

/** Rules over a GitHub workflow that builds or runs images. */
export const workflowRules: readonly WorkflowRule[] = workflow.rules;

/** Every rule, with the numbers of the CIS Docker Benchmark (`cisBenchmarkVersion`) among its peers. */
export const auditRules: readonly AuditRule[] = [
  ...dockerfileRules,
  ...composeRules,
  ...imageRules,
  ...liveRules,
  ...kubernetesRules,
  ...devContainerRules,
  ...workflowRules,
];

function withControls<Judge extends AuditRule>(rules: readonly Judge[]): Judge[] {
  const controls = cisControls[cisBenchmarkVersion] ?? {};
  return rules.map((rule) => {
    const numbers = controls[rule.id];
    const queries = kicsQueries.filter(({ rules: same }) => same.includes(rule.id));
    const kics = queries.map(({ name }) => name);
    return {
      ...rule,
      peers: {
        ...rule.peers,
        ...(kics.length === 0 ? {} : { kics }),
        ...(numbers === undefined ? {} : { cis: numbers }),
      },
    };
  });
}
