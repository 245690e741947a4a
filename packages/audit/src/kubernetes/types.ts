import type { Incomplete } from "@plimsoll/core";
import type { Pragma } from "../rule/pragma.ts";
import type { Position } from "../text/position.ts";
import type { Field } from "../yaml/fields.ts";

/** `seLinuxOptions` */
export interface SeLinuxOptions {
  readonly type: Field<string> | undefined;
  readonly user: Field<string> | undefined;
  readonly role: Field<string> | undefined;
}

/** `securityContext` of a pod or of a container; each has keys that the other lacks. */
export interface SecurityContext extends Position {
  readonly privileged: Field<boolean> | undefined;
  readonly allowPrivilegeEscalation: Field<boolean> | undefined;
  readonly readOnlyRootFilesystem: Field<boolean> | undefined;
  readonly runAsNonRoot: Field<boolean> | undefined;
  readonly runAsUser: Field<number> | undefined;
  readonly runAsGroup: Field<number> | undefined;
  readonly fsGroup: Field<number> | undefined;
  readonly supplementalGroups: readonly Field<number>[];
  readonly procMount: Field<string> | undefined;
  /** `seccompProfile.type`; empty text where the profile is there without it. */
  readonly seccomp: Field<string> | undefined;
  /** `appArmorProfile.type`; empty text where the profile is there without it. */
  readonly appArmor: Field<string> | undefined;
  readonly seLinux: SeLinuxOptions | undefined;
  /** Where the map `capabilities` begins; where its key stands when it has no value. */
  readonly capabilities: (Position & { readonly isEmpty: boolean }) | undefined;
  /** `capabilities.add` */
  readonly capabilitiesAdded: readonly Field<string>[];
  readonly capabilitiesDropped: readonly Field<string>[];
  /** `windowsOptions.hostProcess` */
  readonly hostProcess: Field<boolean> | undefined;
  /** Names in `sysctls`. */
  readonly sysctls: readonly Field<string>[];
}

/** An entry of `ports` of a container. */
export interface ContainerPort extends Position {
  readonly containerPort: Field<number> | undefined;
  readonly hostPort: Field<number> | undefined;
}

/** An entry of `env`. */
export interface ContainerVariable extends Position {
  readonly name: string;
  readonly value: string | undefined;
  /** True where `valueFrom.secretKeyRef` gives the value. */
  readonly isFromSecret: boolean;
}

/** A container, init container or ephemeral container. A key that is absent is undefined or empty. */
export interface Container extends Position {
  readonly group: "containers" | "initContainers" | "ephemeralContainers";
  readonly name: string;
  readonly image: Field<string> | undefined;
  readonly imagePullPolicy: Field<string> | undefined;
  /** `Always` makes an init container a sidecar. */
  readonly restartPolicy: Field<string> | undefined;
  readonly command: readonly Field<string>[];
  readonly args: readonly Field<string>[];
  readonly ports: readonly ContainerPort[];
  readonly env: readonly ContainerVariable[];
  /** `secretRef.name` in `envFrom`. */
  readonly envFromSecrets: readonly Field<string>[];
  readonly requests: { readonly cpu?: Field<string>; readonly memory?: Field<string> };
  /** Where `resources`, and the two maps in it, begin. */
  readonly resources: Readonly<Partial<Record<"resources" | "requests" | "limits", Position>>>;
  readonly limits: { readonly cpu?: Field<string>; readonly memory?: Field<string> };
  readonly livenessProbe: Position | undefined;
  readonly readinessProbe: Position | undefined;
  /** `host` in `httpGet` and `tcpSocket` of probes and of lifecycle hooks. */
  readonly probeHosts: readonly Field<string>[];
  readonly securityContext: SecurityContext | undefined;
}

/** An entry of `volumes` of a pod. */
export interface PodVolume extends Position {
  readonly name: string;
  /** Keys besides `name`: `configMap`, `hostPath` … */
  readonly types: readonly string[];
  readonly hostPath: Field<string> | undefined;
}

/** A pod, or what makes pods: a Deployment, a CronJob … */
export interface Workload extends Position {
  readonly apiVersion: Field<string> | undefined;
  readonly kind: string;
  readonly name: string;
  readonly namespace: Field<string> | undefined;
  /** Where the pod's `spec` stands. */
  readonly spec: Position;
  /** Where the first key of that `spec` stands. */
  readonly specStart: Position;
  /** `metadata.annotations` of the pod, not of what makes it. */
  readonly annotations: readonly (Field<string> & { readonly name: string })[];
  /** What annotations of the object, and of the pod that it makes, waive. */
  readonly pragmas: readonly Pragma[];
  /** `spec.os.name` is `windows`. */
  readonly isWindows: boolean;
  readonly hostNetwork: Field<boolean> | undefined;
  readonly hostPid: Field<boolean> | undefined;
  readonly hostIpc: Field<boolean> | undefined;
  /** False puts the pod into a user namespace. */
  readonly hostUsers: Field<boolean> | undefined;
  readonly serviceAccount: Field<string> | undefined;
  readonly automountToken: Field<boolean> | undefined;
  readonly securityContext: SecurityContext | undefined;
  readonly volumes: readonly PodVolume[];
  readonly containers: readonly Container[];
}

/** A ConfigMap's `data`. */
export interface ConfigMap extends Position {
  readonly name: string;
  readonly data: readonly ContainerVariable[];
}

/** What a file with Kubernetes objects holds of interest. */
export interface KubernetesFile {
  readonly path: string;
  /** The physical lines, without line ends. */
  readonly lines: readonly string[];
  /** Minor version of Kubernetes 1 whose Pod Security Standards hold. */
  readonly minor: number;
  readonly workloads: readonly Workload[];
  readonly configMaps: readonly ConfigMap[];
  /** Pragmas by the line that they apply to. */
  readonly pragmas: ReadonlyMap<number, readonly Pragma[]>;
  readonly globalPragmas: readonly Pragma[];
  /** Faults of YAML, and documents that are templates. */
  readonly incomplete: readonly Incomplete[];
}
