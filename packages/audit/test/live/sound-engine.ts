/** Any JSON object. */
export type Json = Record<string, unknown>;

/** What an example changes of an engine that no rule objects to. */
export interface Change {
  address?: string;
  takenAt?: string;
  info?: Json;
  version?: Json;
  /** Of `/containers/{id}/json`. */
  container?: Json;
  hostConfig?: Json;
  config?: Json;
  /** More containers like the one, by name, with these changes of their whole description. */
  more?: Record<string, Json>;
  /** Of the entry in `/images/json`. */
  image?: Json;
  imageConfig?: Json;
  /** Newest first. */
  history?: Json[];
  moreImages?: Json[];
  /** What a scan of the image found, beside nothing. */
  scan?: Json;
  networks?: Json[];
  swarm?: Json;
  services?: Json[];
  secrets?: Json[];
  execs?: Record<string, Json>;
  /** What the container changed; nobody asked unless given. */
  changes?: Json;
  host?: Json;
  files?: Record<string, Json>;
  texts?: Record<string, Json>;
  /** The daemon's configuration file. */
  daemon?: Json;
  /** Flags of the daemon's process. */
  flags?: string[];
  listens?: string[];
}

export const containerId = "c1".repeat(32);
export const imageId = `sha256:${"1a".repeat(32)}`;

/** A recording of an engine that no rule objects to, with a container `web`, changed like this. */
export function engine(change: Change = {}): Json {
  const container = soundContainer(change);
  const more = Object.entries(change.more ?? {}).map(([name, changes], index) => ({
    ...container,
    Id: String(index).padStart(64, "0"),
    Name: `/${name}`,
    ...changes,
  }));
  const containers: Json[] = [container, ...more];
  return {
    kind: "plimsoll-live-snapshot",
    schemaVersion: "1.0",
    takenAt: change.takenAt ?? "2026-11-25T00:00:00Z",
    address: change.address ?? "unix:///var/run/docker.sock",
    engine: {
      info: { ...soundInfo, ...change.info },
      version: { Version: "29.1.0", BuildTime: "2026-11-01T00:00:00Z", ...change.version },
      containers: containers.map(({ Id, Name, State }) => ({
        Id,
        Names: [Name],
        State: (State as Json | undefined)?.Status,
      })),
      inspected: Object.fromEntries(containers.map((each) => [each.Id, each])),
      execs: change.execs ?? {},
      ...(change.changes === undefined ? {} : { changes: { [containerId]: change.changes } }),
      images: [
        {
          Id: imageId,
          RepoTags: ["shop:1"],
          RepoDigests: [],
          Created: Date.parse("2026-11-20T00:00:00Z") / 1000,
          Size: 1_000_000,
          ...change.image,
        },
        ...(change.moreImages ?? []),
      ],
      imageDetails: {
        [imageId]: {
          inspect: {
            Id: imageId,
            Os: "linux",
            Architecture: "amd64",
            Config: { User: "10001", Healthcheck: { Test: ["CMD", "/ok"] }, ...change.imageConfig },
            RootFS: { Layers: ["sha256:0"] },
          },
          history: change.history ?? [{ CreatedBy: "COPY /app /app # buildkit", Size: 10 }],
        },
      },
      networks: change.networks ?? [
        {
          Name: "bridge",
          Driver: "bridge",
          Options: { "com.docker.network.bridge.enable_icc": "false" },
        },
      ],
      ...(change.swarm === undefined ? {} : { swarm: change.swarm }),
      ...(change.services === undefined ? {} : { services: change.services }),
      ...(change.secrets === undefined ? {} : { secrets: change.secrets }),
    },
    host: soundHost(change),
    ...(change.scan === undefined
      ? {}
      : {
          scans: {
            [imageId]: {
              packages: [],
              advisories: "directory",
              mendable: [],
              privileged: [],
              ...change.scan,
            },
          },
        }),
    faults: {},
  };
}

/** What `/info` tells of a manager of a swarm with three managers, and what its `/swarm` tells. */
export function swarm(settings: Json = {}, change: Change = {}, info: Json = {}): Json {
  return engine({
    swarm: {
      Spec: {
        EncryptionConfig: { AutoLockManagers: true },
        CAConfig: { NodeCertExpiry: 7_776_000e9 },
      },
      ...settings,
    },
    services: [{ Spec: { Name: "web" } }],
    secrets: [{}],
    ...change,
    info: {
      Swarm: { LocalNodeState: "active", ControlAvailable: true, Managers: 3, Nodes: 5, ...info },
    },
  });
}

const soundInfo: Json = {
  Name: "ship",
  KernelVersion: "6.12.0",
  DockerRootDir: "/var/lib/docker",
  Driver: "overlay2",
  LoggingDriver: "syslog",
  CgroupVersion: "2",
  SecurityOptions: [
    "name=apparmor",
    "name=seccomp,profile=builtin",
    "name=userns",
    "name=rootless",
    "name=no-new-privileges",
  ],
  LiveRestoreEnabled: true,
  ExperimentalBuild: false,
  Debug: false,
  Plugins: { Authorization: ["opa"] },
  RegistryConfig: {
    InsecureRegistryCIDRs: ["127.0.0.0/8"],
    IndexConfigs: { "docker.io": { Secure: true } },
  },
  Swarm: { LocalNodeState: "inactive" },
};

function soundContainer({ container, hostConfig, config }: Change): Json {
  return {
    Id: containerId,
    Name: "/web",
    Image: imageId,
    Created: "2026-11-24T00:00:00Z",
    Path: "/app",
    Args: ["--serve"],
    AppArmorProfile: "docker-default",
    ProcessLabel: "",
    ExecIDs: null,
    State: { Status: "running", Health: { Status: "healthy" } },
    Mounts: [],
    NetworkSettings: { Networks: { shop: {} } },
    Config: {
      User: "10001",
      Image: "shop:1",
      Env: ["PATH=/usr/bin"],
      Healthcheck: { Test: ["CMD", "/ok"] },
      ...config,
    },
    HostConfig: {
      Privileged: false,
      CapAdd: null,
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges"],
      NetworkMode: "shop",
      PidMode: "",
      IpcMode: "private",
      UTSMode: "",
      UsernsMode: "",
      CgroupnsMode: "private",
      CgroupParent: "",
      Memory: 536_870_912,
      NanoCpus: 1e9,
      CpuQuota: 0,
      CpuShares: 0,
      PidsLimit: 200,
      Ulimits: null,
      ReadonlyRootfs: true,
      RestartPolicy: { Name: "on-failure", MaximumRetryCount: 5 },
      Devices: [],
      DeviceCgroupRules: null,
      DeviceRequests: null,
      PortBindings: { "80/tcp": [{ HostIp: "127.0.0.1", HostPort: "8080" }] },
      PublishAllPorts: false,
      MaskedPaths: ["/proc/kcore"],
      ReadonlyPaths: ["/proc/sys"],
      ExtraHosts: null,
      GroupAdd: null,
      VolumesFrom: null,
      OomKillDisable: null,
      LogConfig: { Type: "syslog" },
      ...hostConfig,
    },
    ...container,
  };
}

const file = (mode: number, changes: Json = {}): Json => ({
  type: "file",
  uid: 0,
  gid: 0,
  mode,
  ...changes,
});

/** Files that the sound host has, and an example may change. */
export const soundFiles: Record<string, Json> = {
  "/usr/bin/dockerd": file(0o755),
  "/usr/bin/containerd": file(0o755),
  "/usr/bin/containerd-shim": file(0o755),
  "/usr/bin/containerd-shim-runc-v1": file(0o755),
  "/usr/bin/containerd-shim-runc-v2": file(0o755),
  "/usr/bin/runc": file(0o755),
  "/run/containerd": file(0o711, { type: "folder" }),
  "/run/containerd/containerd.sock": file(0o660, { type: "socket" }),
  "/run/docker.sock": file(0o660, { type: "socket", gid: 999 }),
  "/var/lib/docker": file(0o710, { type: "folder" }),
  "/usr/lib/systemd/system/docker.service": file(0o644),
  "/lib/systemd/system/docker.service": file(0o644),
  "/usr/lib/systemd/system/docker.socket": file(0o644),
  "/etc/docker": file(0o755, { type: "folder" }),
  "/etc/docker/daemon.json": file(0o644),
  "/etc/docker/certs.d/registry.test/ca.crt": file(0o444),
  "/etc/docker/ca.pem": file(0o444),
  "/etc/docker/cert.pem": file(0o444),
  "/etc/docker/key.pem": file(0o400),
  "/etc/default/docker": file(0o644),
  "/etc/sysconfig/docker": file(0o644),
  "/etc/containerd/config.toml": file(0o644),
};

const soundDaemon: Json = {
  "userland-proxy": false,
  "default-ulimits": { nofile: { Name: "nofile", Hard: 1024, Soft: 1024 } },
  tlscacert: "/etc/docker/ca.pem",
  tlscert: "/etc/docker/cert.pem",
  tlskey: "/etc/docker/key.pem",
};

function soundHost({ host, files, texts, daemon, flags, listens }: Change): Json {
  const missing = [
    ...unitFolders("docker.service"),
    ...unitFolders("docker.socket"),
    "/lib/systemd/system/docker.socket",
    "/run/docker/containerd/containerd.sock",
  ];
  const watched = Object.keys(soundFiles).map((path) => `-w ${path} -p wa -k docker`);
  return {
    process: {
      pid: 700,
      uid: 0,
      args: ["/usr/bin/dockerd", ...(flags ?? [])],
      listens: listens ?? [],
    },
    files: {
      ...Object.fromEntries(missing.map((path) => [path, { missing: true }])),
      ...soundFiles,
      ...files,
    },
    texts: {
      "/etc/docker/daemon.json": { text: JSON.stringify({ ...soundDaemon, ...daemon }) },
      "/etc/group": { text: "root:x:0:\ndocker:x:999:\n" },
      "/etc/passwd": {
        text: "root:x:0:0::/root:/bin/sh\nalice:x:1000:1000::/home/alice:/bin/sh\n",
      },
      "/etc/audit/audit.rules": { text: "-D\n-b 8192\n" },
      "/etc/audit/rules.d/docker.rules": { text: watched.join("\n") },
      "/proc/1/mountinfo": {
        text: "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n30 22 8:2 / /var/lib/docker rw - ext4 /dev/sdb rw\n",
      },
      "/etc/containers/policy.json": { missing: true },
      "/etc/containerd/config.toml": { text: "version = 2\n" },
      "/root/.docker/config.json": { text: '{"credsStore":"pass","auths":{"registry.test":{}}}' },
      "/root/.config/containers/auth.json": { missing: true },
      "/run/containers/0/auth.json": { missing: true },
      "/proc/sys/kernel/randomize_va_space": { text: "2\n" },
      "/proc/sys/kernel/kptr_restrict": { text: "1\n" },
      "/proc/sys/kernel/dmesg_restrict": { text: "1\n" },
      "/proc/sys/kernel/unprivileged_bpf_disabled": { text: "2\n" },
      "/proc/sys/kernel/yama/ptrace_scope": { text: "1\n" },
      "/proc/sys/fs/protected_hardlinks": { text: "1\n" },
      "/proc/sys/fs/protected_symlinks": { text: "1\n" },
      ...texts,
    },
    folders: { "/etc/audit/rules.d": ["docker.rules"] },
    processes: { [containerId]: ["app"] },
    environment: {
      DOCKER_CONTENT_TRUST: "1",
      DOCKER_CONTENT_TRUST_SERVER: "https://notary.acme.test",
    },
    ...host,
  };
}

function unitFolders(name: string): string[] {
  return ["/etc/systemd/system", "/run/systemd/system"].map((folder) => `${folder}/${name}`);
}
