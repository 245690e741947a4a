import {
  type Change,
  engine,
  imageId,
  type Json,
  soundFiles,
  swarm,
} from "../live/sound-engine.ts";

export interface LiveExamples {
  /** Recordings that a rule fails. */
  readonly fails: readonly Json[];
  /** Recordings that it passes, or that do not concern it. */
  readonly passes: readonly Json[];
}

/** Examples that change `HostConfig` of the one container. */
function hostConfig(fails: readonly Json[], passes: readonly Json[] = []): LiveExamples {
  return {
    fails: fails.map((change) => engine({ hostConfig: change })),
    passes: [engine(), ...passes.map((change) => engine({ hostConfig: change }))],
  };
}

function changed(fails: readonly Change[], passes: readonly Change[] = []): LiveExamples {
  return { fails: fails.map(engine), passes: [engine(), ...passes.map(engine)] };
}

function daemon(fails: readonly Json[], passes: readonly Json[] = []): LiveExamples {
  return changed(
    fails.map((settings) => ({ daemon: settings })),
    passes.map((settings) => ({ daemon: settings })),
  );
}

function withoutOption(name: string): Json {
  const all = ["name=apparmor", "name=seccomp,profile=builtin", "name=userns", "name=rootless"];
  return { SecurityOptions: all.filter((option) => !option.startsWith(`name=${name}`)) };
}

const mount = (changes: Json): Change => ({
  container: {
    Mounts: [{ Type: "bind", Source: "/srv", Destination: "/srv", RW: true, ...changes }],
  },
});

/** No rule of the kernel's audit watches anything. */
const unwatched: Change = { texts: { "/etc/audit/rules.d/docker.rules": { text: "-b 8192" } } };
/** None of these is there. */
const absent = (...paths: string[]): Change => ({
  files: Object.fromEntries(paths.map((path) => [path, { missing: true }])),
});

/** Files whose owner and mode are judged: the end of the rules' ids, path, a mode that is too open. */
const judgedFiles: readonly (readonly [string, string, number])[] = [
  ["service", "/usr/lib/systemd/system/docker.service", 0o664],
  ["socket-unit", "/usr/lib/systemd/system/docker.socket", 0o646],
  ["config-folder", "/etc/docker", 0o777],
  ["registry-certificates", "/etc/docker/certs.d/registry.test/ca.crt", 0o644],
  ["tls-authority", "/etc/docker/ca.pem", 0o644],
  ["tls-certificate", "/etc/docker/cert.pem", 0o644],
  ["tls-key", "/etc/docker/key.pem", 0o440],
  ["docker-socket", "/run/docker.sock", 0o666],
  ["config", "/etc/docker/daemon.json", 0o666],
  ["defaults", "/etc/default/docker", 0o666],
  ["sysconfig", "/etc/sysconfig/docker", 0o666],
  ["containerd-socket", "/run/containerd/containerd.sock", 0o666],
];

const fileExamples = Object.fromEntries(
  judgedFiles.flatMap(([name, path, mode]) => [
    [
      `live-owner-${name}`,
      changed([{ files: { [path]: { ...soundFiles[path], uid: 1000 } } }], [absent(path)]),
    ],
    [
      `live-mode-${name}`,
      changed(
        [{ files: { [path]: { ...soundFiles[path], mode } } }],
        [{ files: { [path]: { ...soundFiles[path], mode: 0o400 } } }],
      ),
    ],
  ]),
);

/** Files that the audit should watch: the end of the rule's id, and where they are. */
const watchedFiles: readonly (readonly [string, ...string[]])[] = [
  ["dockerd", "/usr/bin/dockerd"],
  ["run-containerd", "/run/containerd"],
  ["data-root", "/var/lib/docker"],
  ["config-folder", "/etc/docker"],
  ["service", "/usr/lib/systemd/system/docker.service", "/lib/systemd/system/docker.service"],
  ["containerd-socket", "/run/containerd/containerd.sock"],
  ["docker-socket", "/usr/lib/systemd/system/docker.socket", "/run/docker.sock"],
  ["defaults", "/etc/default/docker"],
  ["config", "/etc/docker/daemon.json"],
  ["containerd-config", "/etc/containerd/config.toml"],
  ["sysconfig", "/etc/sysconfig/docker"],
  ["containerd", "/usr/bin/containerd"],
  ["containerd-shim", "/usr/bin/containerd-shim"],
  ["shim-runc-one", "/usr/bin/containerd-shim-runc-v1"],
  ["shim-runc-two", "/usr/bin/containerd-shim-runc-v2"],
  ["runc", "/usr/bin/runc"],
];

const auditExamples = Object.fromEntries(
  watchedFiles.map(([name, ...paths]) => {
    // A watch of a folder holds for what is below; rules of the other form count too.
    const rules = paths.map((path) => `-a always,exit -F path=${path} -F perm=wa`).join("\n");
    return [
      `live-audit-${name}`,
      changed([unwatched], [{ texts: { "/etc/audit/rules.d/docker.rules": { text: rules } } }]),
    ];
  }),
);

/** A certificate of 2026, made for this test: `openssl req -x509 -newkey ec -nodes …`. */
const authority = `-----BEGIN CERTIFICATE-----
MIIBezCCASGgAwIBAgIUG9ejfOLTlCd4+PMhYpUzIePA8KkwCgYIKoZIzj0EAwIw
EzERMA8GA1UEAwwIc3dhcm0tY2EwHhcNMjYxMTI1MDMwMjM4WhcNNDYxMTIwMDMw
MjM4WjATMREwDwYDVQQDDAhzd2FybS1jYTBZMBMGByqGSM49AgEGCCqGSM49AwEH
A0IABPTAPXW9+RNe8PPgN9wCUSNh44ZeLZS3dm73dT2lsVvxZ3juF8R0vf9rA1SA
8oWvEH05y63IBSaonm++JblQPIyjUzBRMB0GA1UdDgQWBBS6iY31kX6BrCnBeoM5
p/wMmQSu4zAfBgNVHSMEGDAWgBS6iY31kX6BrCnBeoM5p/wMmQSu4zAPBgNVHRMB
Af8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQDlNQwLONeypTDj0X5dVOfRHiuK
XvLttXjqeF3UNj+SxwIgF2WYfojcPGHlAbQRh6bbx2A3+rW3uJyBK1F2ulZTUFY=
-----END CERTIFICATE-----`;

export const liveExamples: Readonly<Record<string, LiveExamples>> = {
  ...fileExamples,
  ...auditExamples,
  "live-host-partition": changed([
    { texts: { "/proc/1/mountinfo": { text: "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n" } } },
    {
      // Bound onto itself: a mount point, but the same file system.
      texts: {
        "/proc/1/mountinfo": {
          text: "22 1 8:1 / / rw - ext4 a rw\n30 22 8:1 /var/lib/docker /var/lib/docker rw - ext4 a rw\n",
        },
      },
    },
  ]),
  "live-host-socket-group": changed(
    [
      { texts: { "/etc/group": { text: "docker:x:999:alice,root\n" } } },
      { texts: { "/etc/passwd": { text: "bob:x:1001:999::/home/bob:/bin/sh\n" } } },
    ],
    [{ texts: { "/etc/group": { text: "docker:x:999:root\nwheel:x:10:alice\n" } } }],
  ),
  "live-host-credentials": changed([
    {
      texts: {
        "/root/.docker/config.json": {
          text: '{"auths":{"registry.test":{"auth":"c2FpbG9yOng="}}}',
        },
      },
    },
    {
      texts: {
        "/run/containers/0/auth.json": { text: '{"auths":{"quay.io":{"auth":"REDACTED"}}}' },
      },
    },
  ]),
  "live-containerd-config": changed(
    [
      { texts: { "/etc/containerd/config.toml": { text: '[grpc]\ntcp_address = "0.0.0.0:1"\n' } } },
      {
        texts: {
          "/etc/containerd/config.toml": {
            text: '[plugins."io.containerd.grpc.v1.cri".registry.configs."r.test".tls]\ninsecure_skip_verify = true\n',
          },
        },
      },
    ],
    [
      { texts: { "/etc/containerd/config.toml": { missing: true } } },
      {
        texts: { "/etc/containerd/config.toml": { text: '[metrics]\naddress = "127.0.0.1:9"\n' } },
      },
    ],
  ),
  "live-host-hardening": changed(
    [
      { texts: { "/proc/sys/kernel/randomize_va_space": { text: "0\n" } } },
      { texts: { "/proc/sys/kernel/dmesg_restrict": { text: "0\n" } } },
    ],
    [{ texts: { "/proc/sys/kernel/yama/ptrace_scope": { missing: true } } }],
  ),
  "live-engine-old": changed([{ version: { BuildTime: "2026-01-01T00:00:00.000000000+00:00" } }]),
  "live-daemon-tls": changed(
    [
      { daemon: { hosts: ["unix:///run/docker.sock", "tcp://0.0.0.0:2375"] } },
      { flags: ["-H", "tcp://0.0.0.0:2376", "--tls"] },
      { listens: ["0.0.0.0:2375"] },
      {
        info: {
          Warnings: ["WARNING: API is accessible on http://0.0.0.0:2375 without encryption."],
        },
      },
    ],
    [
      { daemon: { hosts: ["tcp://0.0.0.0:2376"], tlsverify: true } },
      { flags: ["--host=tcp://0.0.0.0:2376", "--tlsverify"] },
    ],
  ),
  "live-daemon-insecure-registry": changed([
    { info: { RegistryConfig: { InsecureRegistryCIDRs: ["10.0.0.0/8"], IndexConfigs: {} } } },
    { info: { RegistryConfig: { IndexConfigs: { "registry.test:5000": { Secure: false } } } } },
  ]),
  "live-daemon-seccomp": changed([
    {
      info: { SecurityOptions: ["name=seccomp,profile=unconfined", "name=userns"] },
      daemon: { "seccomp-profile": "unconfined" },
    },
    { info: withoutOption("seccomp") },
    { info: { SecurityOptions: ["name=seccomp,profile=unconfined"] } },
  ]),
  "live-daemon-userns": changed(
    [{ info: { SecurityOptions: ["name=seccomp,profile=builtin"] } }],
    [{ info: { SecurityOptions: ["name=userns"] } }],
  ),
  "live-daemon-root": changed([{ info: withoutOption("rootless") }]),
  "live-daemon-authorization": changed([{ info: { Plugins: { Authorization: null } } }]),
  "live-daemon-no-new-privileges": changed(
    [
      { info: { SecurityOptions: [] } },
      { info: { SecurityOptions: [] }, daemon: { "no-new-privileges": false } },
    ],
    [
      { info: { SecurityOptions: [] }, daemon: { "no-new-privileges": true } },
      { info: { SecurityOptions: [] }, flags: ["--no-new-privileges"] },
    ],
  ),
  "live-daemon-iptables": changed(
    [{ daemon: { iptables: false } }, { flags: ["--iptables=false"] }],
    [{ daemon: { iptables: false }, flags: ["--iptables=true"] }],
  ),
  "live-daemon-aufs": changed([{ info: { Driver: "aufs" } }]),
  "live-daemon-icc": changed(
    [
      {
        networks: [
          {
            Name: "bridge",
            Driver: "bridge",
            Options: { "com.docker.network.bridge.enable_icc": "true" },
          },
        ],
      },
    ],
    [{ networks: [] }],
  ),
  "live-daemon-cgroup-parent": daemon(
    [{ "cgroup-parent": "/own" }],
    [{ "cgroup-parent": "docker" }],
  ),
  "live-daemon-logging": changed([
    { info: { LoggingDriver: "json-file" } },
    { info: { LoggingDriver: "none" } },
  ]),
  "live-daemon-live-restore": changed([{ info: { LiveRestoreEnabled: false } }]),
  "live-daemon-experimental": changed([
    { info: { ExperimentalBuild: true } },
    { info: { ExperimentalBuild: true }, daemon: { experimental: true } },
  ]),
  "live-daemon-metrics": daemon(
    [{ "metrics-addr": "0.0.0.0:9323" }],
    [{ "metrics-addr": "127.0.0.1:9323" }],
  ),
  "live-daemon-content-trust": changed(
    [{ daemon: { "content-trust": { mode: "enforced" } } }],
    [
      {
        daemon: { "content-trust": { mode: "enforced" } },
        version: { Platform: { Name: "Mirantis Container Runtime" } },
      },
    ],
  ),
  "live-daemon-log-level": changed(
    [{ daemon: { "log-level": "debug" } }, { info: { Debug: true } }, { flags: ["-l", "error"] }],
    [{ daemon: { "log-level": "info" } }],
  ),
  "live-daemon-ulimits": changed(
    [{ texts: { "/etc/docker/daemon.json": { text: "{}" } } }],
    [{ flags: ["--default-ulimit", "nofile=1024"] }],
  ),
  "live-daemon-base-size": changed([
    { info: { Driver: "devicemapper" }, daemon: { "storage-opts": ["dm.basesize=50G"] } },
    { info: { Driver: "devicemapper" }, flags: ["--storage-opt", "dm.basesize=50G"] },
  ]),
  "live-daemon-userland-proxy": changed(
    [
      { daemon: { "userland-proxy": true } },
      { texts: { "/etc/docker/daemon.json": { missing: true } } },
    ],
    [{ flags: ["--userland-proxy=false"] }],
  ),
  "live-content-trust": changed([
    { host: { environment: {} } },
    { host: { environment: { DOCKER_CONTENT_TRUST: "1" } } },
    {
      host: { environment: {} },
      version: { Components: [{ Name: "Podman Engine" }] },
      texts: {
        "/etc/containers/policy.json": { text: '{"default":[{"type":"insecureAcceptAnything"}]}' },
      },
    },
  ]),
  "live-content-trust-retired": changed(
    [
      { host: { environment: { DOCKER_CONTENT_TRUST: "1" } } },
      { config: { Env: ["DOCKER_CONTENT_TRUST=1"] } },
    ],
    [{ host: { environment: { DOCKER_CONTENT_TRUST: "0" } } }],
  ),
  "live-image-origin": changed([{ image: { RepoTags: [], RepoDigests: [] } }]),
  "live-image-old": {
    fails: [
      engine({ image: { Created: Date.parse("2025-11-25T00:00:00Z") / 1000 } }),
      engine({ scan: { mendable: ["CVE-2022-0778"] } }),
    ],
    passes: [engine({ scan: {} })],
  },
  "live-image-packages": {
    fails: [engine({ scan: { packages: ["libc6", "gcc", "openssh-server"] } })],
    passes: [engine({ scan: { packages: ["libc6", "gcc-12-base"] } })],
  },
  "live-image-setuid": {
    fails: [engine({ scan: { privileged: ["/usr/bin/passwd"] } })],
    passes: [engine({ scan: {} })],
  },
  "live-image-update-alone": changed([
    {
      history: [
        { CreatedBy: "RUN /bin/sh -c apt-get install -y curl # buildkit", Size: 1 },
        { CreatedBy: "RUN /bin/sh -c apt-get update # buildkit", Size: 1 },
      ],
    },
  ]),
  "live-image-unverified-packages": changed([
    { history: [{ CreatedBy: "/bin/sh -c curl -k https://example.com/a -o /a", Size: 1 }] },
    {
      history: [
        { CreatedBy: "/bin/sh -c apt-get install -y --allow-unauthenticated curl", Size: 1 },
      ],
    },
  ]),
  "live-privileged": hostConfig([{ Privileged: true }]),
  "live-runtime-socket": changed(
    [
      mount({ Source: "/var/run/docker.sock", RW: false }),
      mount({ Source: "/run/podman/podman.sock" }),
      mount({ Source: "/run/containerd/containerd.sock" }),
      mount({ Source: "/var/run/crio/crio.sock" }),
    ],
    [mount({ Source: "/run/app.sock" })],
  ),
  "live-dangerous-capability": hostConfig(
    [{ CapAdd: ["SYS_ADMIN"] }, { CapAdd: ["CAP_DAC_READ_SEARCH"] }, { CapAdd: ["ALL"] }],
    [{ CapAdd: ["NET_BIND_SERVICE"] }],
  ),
  "live-sensitive-mount": changed(
    [
      mount({ Source: "/", RW: false }),
      mount({ Source: "/etc/shadow" }),
      mount({ Source: "/var/run" }),
      mount({ Source: "/root" }),
      mount({ Source: "/var/lib/docker" }),
      mount({ Source: "/var/lib/kubelet/pods" }),
    ],
    [
      mount({ Source: "/etc/localtime" }),
      mount({ Type: "volume", Source: "/var/lib/docker/volumes/a/_data" }),
    ],
  ),
  "live-host-network": hostConfig([{ NetworkMode: "host" }], [{ NetworkMode: "none" }]),
  "live-host-pid": hostConfig([{ PidMode: "host" }], [{ PidMode: "container:a" }]),
  "live-host-ipc": hostConfig([{ IpcMode: "host" }], [{ IpcMode: "shareable" }]),
  "live-host-uts": hostConfig([{ UTSMode: "host" }]),
  "live-host-userns": changed(
    [
      { hostConfig: { UsernsMode: "host" }, info: { SecurityOptions: ["name=userns"] } },
      { info: { SecurityOptions: ["name=seccomp,profile=builtin"] } },
    ],
    [{ info: { SecurityOptions: ["name=userns"] } }],
  ),
  "live-host-cgroupns": {
    fails: [engine({ hostConfig: { CgroupnsMode: "host" } })],
    passes: [
      engine(),
      engine({ hostConfig: { CgroupnsMode: "host" }, info: { CgroupVersion: "1" } }),
    ],
  },
  "live-cgroup-parent": hostConfig([{ CgroupParent: "/own" }], [{ CgroupParent: "/docker" }]),
  "live-seccomp": changed(
    [
      { hostConfig: { SecurityOpt: ["seccomp=unconfined"] } },
      { hostConfig: { SecurityOpt: ["seccomp:unconfined"] } },
      { info: { SecurityOptions: [] } },
    ],
    [
      { hostConfig: { SecurityOpt: ['seccomp={"defaultAction":"SCMP_ACT_ERRNO"}'] } },
      { hostConfig: { Privileged: true, SecurityOpt: ["label=disable"] } },
    ],
  ),
  "live-unmasked-paths": hostConfig(
    [{ MaskedPaths: [], ReadonlyPaths: [] }, { SecurityOpt: ["systempaths=unconfined"] }],
    [{ MaskedPaths: null, ReadonlyPaths: null }],
  ),
  "live-exec-privileged": changed(
    [{ container: { ExecIDs: ["e1"] }, execs: { e1: { ProcessConfig: { privileged: true } } } }],
    [{ container: { ExecIDs: ["e1"] }, execs: { e1: { ProcessConfig: { privileged: false } } } }],
  ),
  "live-exec-root": changed(
    [{ container: { ExecIDs: ["e1"] }, execs: { e1: { ProcessConfig: { user: "root" } } } }],
    [{ container: { ExecIDs: ["e1"] }, execs: { e1: { ProcessConfig: { user: "" } } } }],
  ),
  "live-secret-environment": changed(
    [
      { config: { Env: ["DB_PASSWORD=hunter2"] } },
      { config: { Env: ["A=ghp_abcdefghijklmnopqrstuvwxyz0123456789"] } },
      { config: { Env: ["A=REDACTED: GitHub token"] } },
      { config: { Env: ["DB_PASSWORD=REDACTED"] } },
    ],
    [{ config: { Env: ["DB_PASSWORD_FILE=/run/secrets/db", "DB_PASSWORD=", "A=…"] } }],
  ),
  "live-secret-command": changed(
    [
      { container: { Args: ["--password=hunter2"] } },
      { container: { Args: ["--password=REDACTED"] } },
    ],
    [{ container: { Args: ["--password-file", "/run/secrets/db"] } }],
  ),
  "live-database-port": hostConfig(
    [
      { PortBindings: { "5432/tcp": [{ HostIp: "", HostPort: "5432" }] } },
      { PortBindings: { "6379/tcp": [{ HostIp: "0.0.0.0", HostPort: "" }] } },
    ],
    [{ PortBindings: { "5432/tcp": [{ HostIp: "127.0.0.1", HostPort: "5432" }] } }],
  ),
  "live-apparmor": changed(
    [
      { container: { AppArmorProfile: "unconfined" } },
      { container: { AppArmorProfile: "" } },
      { hostConfig: { SecurityOpt: ["apparmor=unconfined"] } },
    ],
    [
      { container: { AppArmorProfile: "" }, info: { SecurityOptions: ["name=selinux"] } },
      { container: { AppArmorProfile: "" }, info: { SecurityOptions: [] } },
      { container: { AppArmorProfile: "", State: { Status: "created" } } },
    ],
  ),
  "live-selinux": {
    fails: [
      engine({
        info: { SecurityOptions: ["name=selinux"] },
        hostConfig: { SecurityOpt: ["label=disable"] },
      }),
      engine({ info: { SecurityOptions: ["name=selinux"] }, container: { ProcessLabel: "" } }),
    ],
    passes: [
      engine(),
      engine({
        info: { SecurityOptions: ["name=selinux"] },
        container: { ProcessLabel: "system_u:system_r:container_t:s0:c1,c2" },
      }),
    ],
  },
  "live-user-root": {
    fails: ["", "root", "0:0"].map((User) =>
      engine({ config: { User }, info: { SecurityOptions: ["name=seccomp,profile=builtin"] } }),
    ),
    passes: [engine(), engine({ config: { User: "" } })],
  },
  "live-mount-propagation": changed(
    [mount({ Propagation: "shared" }), mount({ Propagation: "rshared" })],
    [mount({ Propagation: "rprivate" }), mount({ Propagation: "rslave" })],
  ),
  "live-device": hostConfig(
    [{ Devices: [{ PathOnHost: "/dev/sda", CgroupPermissions: "rwm" }] }],
    [{ Devices: [{ PathOnHost: "/dev/net/tun", CgroupPermissions: "rwm" }] }],
  ),
  "live-device-rules": hostConfig([{ DeviceCgroupRules: ["b 8:* rmw"] }]),
  "live-device-requests": hostConfig([
    { DeviceRequests: [{ Driver: "nvidia", Capabilities: [["gpu"]] }] },
  ]),
  "live-volumes-from": hostConfig([{ VolumesFrom: ["db"] }]),
  "live-oom-kill-disable": hostConfig([{ OomKillDisable: true }], [{ OomKillDisable: false }]),
  "live-publish-all": hostConfig([{ PublishAllPorts: true }]),
  "live-sshd": changed(
    [
      { host: { processes: { [`${"c1".repeat(32)}`]: ["app", "sshd"] } } },
      { container: { Path: "/usr/sbin/sshd" } },
    ],
    [{ container: { State: { Status: "exited" } }, host: { processes: {} } }],
  ),
  "live-image-moved": changed(
    [{ image: { Id: `sha256:${"2b".repeat(32)}` } }, { image: { RepoTags: ["shop:2"] } }],
    [
      { config: { Image: `shop@${imageId}` } },
      { image: { RepoTags: ["docker.io/library/shop:1"] } },
    ],
  ),
  "live-no-new-privileges": changed(
    [
      { hostConfig: { SecurityOpt: null }, info: { SecurityOptions: [] } },
      { hostConfig: { SecurityOpt: ["no-new-privileges=false"] } },
    ],
    [{ hostConfig: { SecurityOpt: null } }],
  ),
  "live-writable-root": hostConfig([{ ReadonlyRootfs: false }]),
  "live-memory-limit": hostConfig([{ Memory: 0 }]),
  "live-cpu-limit": hostConfig(
    [{ NanoCpus: 0 }, { NanoCpus: 0, CpuShares: 1024 }],
    [
      { NanoCpus: 0, CpuQuota: 50_000 },
      { NanoCpus: 0, CpuShares: 512 },
    ],
  ),
  "live-pids-limit": hostConfig([{ PidsLimit: 0 }, { PidsLimit: -1 }, { PidsLimit: null }]),
  "live-privileged-port": hostConfig(
    [{ PortBindings: { "22/tcp": [{ HostIp: "127.0.0.1", HostPort: "22" }] } }],
    [{ PortBindings: { "80/tcp": [{ HostIp: "127.0.0.1", HostPort: "80" }] } }],
  ),
  "live-host-interface": hostConfig(
    [
      { PortBindings: { "80/tcp": [{ HostIp: "", HostPort: "8080" }] } },
      { PortBindings: { "80/tcp": [{ HostIp: "::", HostPort: "8080" }] } },
    ],
    [{ PortBindings: {} }, { PortBindings: null }],
  ),
  "live-default-bridge": changed([
    { hostConfig: { NetworkMode: "default" } },
    { container: { NetworkSettings: { Networks: { bridge: {} } } } },
  ]),
  "live-extra-hosts": hostConfig([{ ExtraHosts: ["host:host-gateway"] }]),
  "live-sysctls": hostConfig(
    [{ Sysctls: { "net.ipv4.ip_forward": "1" } }],
    [{ Sysctls: { "net.ipv4.ip_unprivileged_port_start": "0" } }, { Sysctls: null }],
  ),
  "live-root-group": hostConfig(
    [{ GroupAdd: ["0"] }, { GroupAdd: ["root"] }],
    [{ GroupAdd: ["27"] }],
  ),
  "live-log-none": hostConfig([{ LogConfig: { Type: "none" } }]),
  "live-drift": changed(
    [{ changes: { count: 3, paths: [{ path: "/usr/bin/nc", kind: "added" }] } }],
    [{ changes: { count: 2, paths: [] } }],
  ),
  "live-restart": hostConfig(
    [
      { RestartPolicy: { Name: "always" } },
      { RestartPolicy: { Name: "on-failure", MaximumRetryCount: 0 } },
      { RestartPolicy: { Name: "on-failure", MaximumRetryCount: 10 } },
    ],
    [{ RestartPolicy: { Name: "no" } }, { RestartPolicy: { Name: "", MaximumRetryCount: 0 } }],
  ),
  "live-ulimits": hostConfig([{ Ulimits: [{ Name: "nofile", Hard: 1e6, Soft: 1e6 }] }]),
  "live-healthcheck": changed([
    { config: { Healthcheck: null } },
    { config: { Healthcheck: { Test: ["NONE"] } } },
    { container: { State: { Status: "running", Health: { Status: "unhealthy" } } } },
  ]),
  "live-image-sprawl": changed([
    {
      moreImages: Array.from({ length: 12 }, (_, index) => ({
        Id: `sha256:${String(index).padStart(64, "0")}`,
      })),
    },
  ]),
  "live-container-sprawl": changed([
    {
      more: Object.fromEntries(
        Array.from({ length: 12 }, (_, index) => [`old${index}`, { State: { Status: "exited" } }]),
      ),
    },
  ]),
  "live-swarm-unused": { fails: [swarm({}, { services: [] })], passes: [engine(), swarm()] },
  "live-swarm-managers": {
    fails: [2, 4, 9].map((Managers) => swarm({}, {}, { Managers })),
    passes: [engine(), swarm(), swarm({}, {}, { Managers: 1, Nodes: 1 })],
  },
  "live-swarm-listen": {
    fails: [swarm({}, { listens: ["[::]:2377"] }), swarm({}, { listens: ["0.0.0.0:2377"] })],
    passes: [engine(), swarm({}, { listens: ["10.0.0.1:2377"] })],
  },
  "live-swarm-overlay": {
    fails: [swarm({}, { networks: [{ Name: "ingress", Driver: "overlay", Options: {} }] })],
    passes: [
      engine(),
      swarm({}, { networks: [{ Name: "o", Driver: "overlay", Options: { encrypted: "" } }] }),
    ],
  },
  "live-swarm-secrets": { fails: [swarm({}, { secrets: [] })], passes: [engine(), swarm()] },
  "live-swarm-autolock": {
    fails: [swarm({ Spec: { EncryptionConfig: { AutoLockManagers: false } } })],
    passes: [engine(), swarm()],
  },
  "live-swarm-autolock-key": { fails: [], passes: [engine()] },
  "live-swarm-node-certificates": {
    fails: [swarm({ Spec: { CAConfig: { NodeCertExpiry: 31_536_000e9 } } })],
    passes: [engine(), swarm()],
  },
  "live-swarm-authority": {
    fails: [swarm({ TLSInfo: { TrustRoot: authority } }, { takenAt: "2028-11-25T00:00:00Z" })],
    passes: [engine(), swarm({ TLSInfo: { TrustRoot: authority } })],
  },
  "live-swarm-data-path": { fails: [], passes: [engine(), swarm({}, {}, { Nodes: 1 })] },
  "live-enterprise": { fails: [], passes: [engine()] },
};
