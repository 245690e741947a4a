import type { KubernetesRule } from "../../rule/types.ts";
import * as capabilities from "./capabilities.ts";
import { downloadAtStart, secretCommand } from "./command.ts";
import * as hostAccess from "./host-access.ts";
import { hostIpc, hostNetwork, hostPid } from "./host-namespaces.ts";
import * as image from "./image.ts";
import * as privileges from "./privileges.ts";
import { livenessProbe, readinessProbe } from "./probes.ts";
import * as profiles from "./profiles.ts";
import * as resources from "./resources.ts";
import * as secrets from "./secrets.ts";
import * as user from "./user.ts";
import * as workload from "./workload.ts";

/** The Pod Security Standards, level baseline. */
const baseline: readonly KubernetesRule[] = [
  privileges.privileged,
  hostNetwork,
  hostPid,
  hostIpc,
  privileges.hostProcess,
  capabilities.capabilitiesBaseline,
  hostAccess.hostPath,
  hostAccess.hostPort,
  hostAccess.probeHost,
  profiles.appArmor,
  profiles.seLinux,
  profiles.procMount,
  profiles.seccompUnconfined,
  hostAccess.sysctl,
];

/** What the level restricted adds. */
const restricted: readonly KubernetesRule[] = [
  hostAccess.volumeType,
  privileges.privilegeEscalation,
  user.runAsNonRoot,
  user.runAsRoot,
  profiles.seccompMissing,
  capabilities.capabilitiesRestricted,
  profiles.procMountRestricted,
];

/** Rules over a file of Kubernetes objects. */
export const rules: readonly KubernetesRule[] = [
  ...baseline,
  ...restricted,
  hostAccess.runtimeSocket,
  hostAccess.sensitiveHostPath,
  capabilities.dangerousCapability,
  capabilities.netRaw,
  secrets.secretEnvironment,
  secrets.configMapSecret,
  secrets.secretAsVariable,
  downloadAtStart,
  secretCommand,
  image.imageTag,
  image.imageDigest,
  image.imagePullPolicy,
  image.clusterAdminImage,
  workload.writableRoot,
  workload.securityContextMissing,
  workload.serviceAccountToken,
  workload.defaultServiceAccount,
  workload.defaultNamespace,
  workload.systemNamespace,
  workload.removedApi,
  user.rootGroup,
  user.lowUserId,
  user.lowGroupId,
  hostAccess.privilegedPort,
  resources.memoryLimit,
  resources.memoryRequest,
  resources.cpuLimit,
  resources.cpuRequest,
  livenessProbe,
  readinessProbe,
];
