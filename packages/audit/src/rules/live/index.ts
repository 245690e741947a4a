import type { LiveRule } from "../../rule/types.ts";
import * as confinement from "./containers/confinement.ts";
import { drift } from "./containers/drift.ts";
import * as containerFiles from "./containers/files.ts";
import * as limits from "./containers/limits.ts";
import * as namespaces from "./containers/namespaces.ts";
import * as network from "./containers/network.ts";
import * as practice from "./containers/practice.ts";
import * as privileges from "./containers/privileges.ts";
import * as access from "./daemon/access.ts";
import * as operation from "./daemon/operation.ts";
import { fileRules } from "./files/ownership.ts";
import { auditRuleRules } from "./host/audit-rules.ts";
import { containerdConfig } from "./host/containerd.ts";
import { plainCredentials } from "./host/credentials.ts";
import { socketGroup } from "./host/group.ts";
import { hardening, oldEngine } from "./host/hardening.ts";
import { partition } from "./host/partition.ts";
import * as content from "./images/content.ts";
import * as imageHistory from "./images/history.ts";
import * as trust from "./images/trust.ts";
import * as sprawl from "./operations/sprawl.ts";
import { enterprise } from "./swarm/enterprise.ts";
import * as swarm from "./swarm/swarm.ts";

/** Rules over a running engine, worst first within each theme. */
export const liveRuleList: readonly LiveRule[] = [
  partition,
  socketGroup,
  ...auditRuleRules,
  plainCredentials,
  containerdConfig,
  hardening,
  oldEngine,
  access.tls,
  access.insecureRegistries,
  access.seccompProfile,
  access.usernsRemap,
  access.rootless,
  access.authorization,
  access.noNewPrivileges,
  operation.iptables,
  operation.aufs,
  operation.icc,
  operation.cgroupParent,
  operation.remoteLogging,
  operation.liveRestore,
  operation.experimental,
  operation.metrics,
  operation.contentTrustSetting,
  operation.logLevel,
  operation.defaultUlimits,
  operation.baseDeviceSize,
  operation.userlandProxy,
  ...fileRules,
  trust.contentTrust,
  trust.retiredTrust,
  trust.imageOrigin,
  content.imageOld,
  content.imagePackages,
  content.imageSetuid,
  imageHistory.imageUpdateAlone,
  imageHistory.imageUnverified,
  privileges.privileged,
  containerFiles.runtimeSocket,
  privileges.dangerousCapability,
  containerFiles.sensitiveMount,
  namespaces.hostNetwork,
  namespaces.hostPid,
  namespaces.hostIpc,
  confinement.seccomp,
  confinement.unmaskedPaths,
  practice.execPrivileged,
  practice.secretEnvironment,
  practice.secretCommand,
  network.neededPorts,
  confinement.appArmor,
  confinement.seLinux,
  privileges.userRoot,
  namespaces.hostUserns,
  namespaces.hostUts,
  containerFiles.mountPropagation,
  containerFiles.device,
  containerFiles.deviceRules,
  limits.oomKillDisable,
  network.publishAll,
  practice.sshd,
  practice.imageMoved,
  drift,
  practice.execRoot,
  confinement.noNewPrivileges,
  namespaces.hostCgroupns,
  namespaces.cgroupParent,
  containerFiles.writableRoot,
  limits.memoryLimit,
  limits.cpuLimit,
  limits.pidsLimit,
  network.privilegedPort,
  network.hostInterface,
  network.defaultBridge,
  network.sysctls,
  privileges.rootGroup,
  containerFiles.deviceRequests,
  containerFiles.volumesFrom,
  practice.logDriver,
  limits.restart,
  limits.ulimits,
  practice.healthcheck,
  network.extraHosts,
  sprawl.imageSprawl,
  sprawl.containerSprawl,
  swarm.swarmUnused,
  swarm.managers,
  swarm.listenAddress,
  swarm.overlayEncryption,
  swarm.swarmSecrets,
  swarm.autoLock,
  swarm.autoLockKey,
  swarm.nodeCertificates,
  swarm.swarmAuthority,
  swarm.dataPath,
  enterprise,
];
