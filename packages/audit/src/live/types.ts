import type { ImageConfig } from "@plimsoll/image";
import type { RecordedHost, RecordedScan } from "./recording.ts";

/** What a field says; undefined when the engine did not say it, or not in the form it should. */
export type Told<T> = T | undefined;

/** A mount of a container. */
export interface LiveMount {
  readonly type: string;
  /** Path on the host, or the volume's path there. */
  readonly source: string;
  readonly destination: string;
  readonly isWritable: boolean;
  readonly propagation: string;
}

/** A port of the host that leads into a container. */
export interface LivePort {
  /** `80/tcp` */
  readonly container: string;
  /** Empty: every address. */
  readonly hostIp: string;
  /** 0: one that the engine chooses. */
  readonly hostPort: number;
}

/** A process started in a container with `docker exec`. */
export interface LiveExec {
  readonly id: string;
  readonly isPrivileged: Told<boolean>;
  readonly user: Told<string>;
  readonly command: string;
}

/** A variable of a container's environment; its value is not kept. */
export interface LiveVariable {
  readonly name: string;
  /** What kind of secret it holds: the kind of token, or the variable's name; undefined for none. */
  readonly secret: string | undefined;
}

/** A container, whether it runs or not. */
export interface LiveContainer {
  /** 64 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  /** As it was named when the container was made. */
  readonly image: string;
  readonly imageId: string;
  /** Why the engine did not describe it: every field below is then untold. */
  readonly fault: string | undefined;
  /** `running`, `created`, `exited` … */
  readonly status: Told<string>;
  /** RFC 3339 */
  readonly created: Told<string>;
  readonly health: Told<string>;
  readonly user: Told<string>;
  readonly privileged: Told<boolean>;
  readonly capAdd: Told<readonly string[]>;
  readonly securityOpt: Told<readonly string[]>;
  readonly appArmorProfile: Told<string>;
  readonly processLabel: Told<string>;
  readonly mounts: Told<readonly LiveMount[]>;
  readonly networkMode: Told<string>;
  readonly networks: Told<readonly string[]>;
  readonly pidMode: Told<string>;
  readonly ipcMode: Told<string>;
  readonly utsMode: Told<string>;
  readonly usernsMode: Told<string>;
  readonly cgroupnsMode: Told<string>;
  readonly cgroupParent: Told<string>;
  /** Bytes; 0 without limit. */
  readonly memory: Told<number>;
  readonly nanoCpus: Told<number>;
  readonly cpuQuota: Told<number>;
  readonly cpuShares: Told<number>;
  /** 0, -1 or null: without limit. */
  readonly pidsLimit: Told<number>;
  readonly ulimits: Told<readonly string[]>;
  readonly readonlyRoot: Told<boolean>;
  readonly restart: Told<{ readonly name: string; readonly retries: number }>;
  readonly devices: Told<readonly string[]>;
  readonly deviceRules: Told<readonly string[]>;
  readonly deviceRequests: Told<readonly string[]>;
  readonly ports: Told<readonly LivePort[]>;
  readonly publishAll: Told<boolean>;
  /** Undefined also where the engine leaves its default. */
  readonly maskedPaths: Told<readonly string[]>;
  readonly readonlyPaths: Told<readonly string[]>;
  readonly sysctls: Told<readonly (readonly [string, string])[]>;
  readonly extraHosts: Told<readonly string[]>;
  readonly groups: Told<readonly string[]>;
  readonly volumesFrom: Told<readonly string[]>;
  readonly oomKillDisable: Told<boolean>;
  readonly logDriver: Told<string>;
  /** Whether there is one, its own or the image's. */
  readonly healthcheck: Told<boolean>;
  readonly environment: Told<readonly LiveVariable[]>;
  readonly contentTrust: Told<string>;
  /** What it starts. */
  readonly command: Told<readonly string[]>;
  readonly execs: readonly LiveExec[];
  readonly exposesSsh: Told<boolean>;
  /** What it changed of its image's files where that matters, and how much in all; undefined where it was not asked or told. */
  readonly changes: Told<{ readonly count: number; readonly paths: readonly string[] }>;
  /** Command names of its processes, where the host's could be seen. */
  readonly processes: Told<readonly string[]>;
}

/** An image of the engine. */
export interface LiveImage {
  readonly id: string;
  readonly tags: readonly string[];
  readonly digests: readonly string[];
  /** Seconds since 1970. */
  readonly created: Told<number>;
  readonly sizeBytes: Told<number>;
  /** Configuration and history; undefined when the engine did not describe it. */
  readonly config: Told<ImageConfig>;
  /** What a scan of its layers found; undefined when there was none. */
  readonly scan: Told<RecordedScan>;
}

/** A network of the engine. */
export interface LiveNetwork {
  readonly name: string;
  readonly driver: string;
  readonly options: Readonly<Record<string, string>>;
}

/** The swarm that the engine belongs to. */
export interface LiveSwarm {
  /** `inactive`, `active` … */
  readonly state: Told<string>;
  readonly isManager: boolean;
  readonly managers: Told<number>;
  readonly nodes: Told<number>;
  readonly autoLock: Told<boolean>;
  /** Nanoseconds that certificates of nodes hold. */
  readonly certificateExpiry: Told<number>;
  /** Date from which the certificate of the swarm's authority holds. */
  readonly authorityFrom: Told<string>;
  readonly services: Told<number>;
  readonly secrets: Told<number>;
}

/** What the engine tells of itself. */
export interface LiveEngine {
  readonly address: string;
  readonly kind: "docker" | "podman";
  /** Why it told nothing. */
  readonly fault: string | undefined;
  readonly version: Told<string>;
  /** Who publishes it: `Docker Engine - Community`, `Mirantis Container Runtime`; empty where nobody says. */
  readonly platform: Told<string>;
  /** RFC 3339 */
  readonly buildTime: Told<string>;
  readonly dataRoot: Told<string>;
  readonly storageDriver: Told<string>;
  readonly loggingDriver: Told<string>;
  /** `1` or `2` */
  readonly cgroupVersion: Told<string>;
  /** `name=seccomp,profile=builtin`, `name=rootless` … */
  readonly securityOptions: Told<readonly string[]>;
  readonly liveRestore: Told<boolean>;
  readonly experimental: Told<boolean>;
  readonly debug: Told<boolean>;
  readonly authorization: Told<readonly string[]>;
  /** Networks and registries that are spoken to without TLS or its verification. */
  readonly insecureRegistries: Told<readonly string[]>;
  readonly warnings: readonly string[];
  readonly containerdAddress: Told<string>;
}

/** An engine, what it runs, and the machine it runs on, at one moment. */
export interface LiveSnapshot {
  /** RFC 3339 */
  readonly takenAt: string;
  readonly engine: LiveEngine;
  /** Undefined when the engine did not list them. */
  readonly containers: Told<readonly LiveContainer[]>;
  /** Whether somebody asked what containers changed of their images' files. */
  readonly hasChanges: boolean;
  readonly images: Told<readonly LiveImage[]>;
  readonly networks: Told<readonly LiveNetwork[]>;
  readonly swarm: LiveSwarm;
  readonly host: RecordedHost;
}
