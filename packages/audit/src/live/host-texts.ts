/** Where the mounts of process 1 are listed, as the host sees them. */
export const mountInfoPath = "/proc/1/mountinfo";
/** Rules of the kernel's audit, as they are loaded at start (auditctl(8)). */
export const auditRuleFile = "/etc/audit/audit.rules";
/** The folder that those are made from (augenrules(8)). */
export const auditRuleFolder = "/etc/audit/rules.d";
/** Where Podman, Buildah and CRI-O look for what must be signed (containers-policy.json(5)). */
export const policyPath = "/etc/containers/policy.json";

/** containerd's configuration (containerd-config.toml(5)). */
export const containerdConfigPath = "/etc/containerd/config.toml";

/** Where root's credentials for registries lie (docker-login(1), containers-auth.json(5)). */
export const credentialPaths: readonly string[] = [
  "/root/.docker/config.json",
  "/root/.config/containers/auth.json",
  "/run/containers/0/auth.json",
];

/** Settings of the kernel that bear on containers, and the least that is careful (sysctl/kernel.rst, sysctl/fs.rst). */
export const hardeningSysctls: Readonly<Record<string, { atLeast: number; why: string }>> = {
  "/proc/sys/kernel/randomize_va_space": { atLeast: 2, why: "addresses can be guessed" },
  "/proc/sys/kernel/kptr_restrict": { atLeast: 1, why: "addresses of the kernel are told" },
  "/proc/sys/kernel/dmesg_restrict": { atLeast: 1, why: "everybody reads the kernel's messages" },
  "/proc/sys/kernel/unprivileged_bpf_disabled": {
    atLeast: 1,
    why: "every account loads programs into the kernel",
  },
  "/proc/sys/kernel/yama/ptrace_scope": { atLeast: 1, why: "processes read each other's memory" },
  "/proc/sys/fs/protected_hardlinks": { atLeast: 1, why: "links to other people's files" },
  "/proc/sys/fs/protected_symlinks": { atLeast: 1, why: "links in shared folders are followed" },
};

/** Texts of the host that rules read, besides the daemon's configuration and the audit's folder. */
export const hostTexts: readonly string[] = [
  mountInfoPath,
  "/etc/group",
  "/etc/passwd",
  auditRuleFile,
  policyPath,
  containerdConfigPath,
  ...credentialPaths,
  ...Object.keys(hardeningSysctls),
];
