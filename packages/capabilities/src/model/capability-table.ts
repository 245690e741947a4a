import type { Severity } from "@plimsoll/core";

/**
 * Name without prefix, severity inside a container, and what it lets an attacker do; the place in
 * the list is the capability's number. Meanings are from capabilities(7). Severity: critical ends
 * the isolation from the host by itself, high does so with one more common circumstance or reaches
 * other containers, medium harms the host's service, low stays inside the container.
 */
export const capabilityTable: readonly (readonly [string, Severity, string])[] = [
  ["CHOWN", "low", "Take ownership of any file of the container."],
  [
    "DAC_OVERRIDE",
    "low",
    "Read, write and execute every file of the container and of writable mounts, whatever its permissions.",
  ],
  [
    "DAC_READ_SEARCH",
    "critical",
    "Open files of the host by handle, outside the container's root, and read every file whatever its permissions.",
  ],
  ["FOWNER", "low", "Change mode, attributes and timestamps of files that belong to others."],
  [
    "FSETID",
    "low",
    "Keep setuid and setgid bits on files that it modifies, and so plant privileged programs.",
  ],
  ["KILL", "low", "Send signals to every process that the container can see."],
  ["SETGID", "low", "Become any group, and forge group ids on sockets and in user namespaces."],
  ["SETUID", "low", "Become any user, root of the container included."],
  [
    "SETPCAP",
    "low",
    "Move capabilities of the bounding set into its inheritable set and change securebits.",
  ],
  [
    "LINUX_IMMUTABLE",
    "medium",
    "Mark files immutable or append-only, so that clean-up and log rotation on shared volumes fail.",
  ],
  ["NET_BIND_SERVICE", "low", "Listen on ports below 1024 in place of the real service."],
  [
    "NET_BROADCAST",
    "low",
    "Send broadcasts and listen to multicasts (the kernel no longer checks it).",
  ],
  [
    "NET_ADMIN",
    "high",
    "Reconfigure interfaces, routes and firewall rules, sniff in promiscuous mode, and reach the kernel's nftables code, a frequent source of exploits.",
  ],
  [
    "NET_RAW",
    "medium",
    "Forge packets and sniff traffic of its network: spoof ARP and DNS answers for neighbouring containers.",
  ],
  ["IPC_LOCK", "medium", "Lock unlimited memory and starve the host of it."],
  [
    "IPC_OWNER",
    "low",
    "Read and write System V shared memory and queues of other users in its IPC namespace.",
  ],
  ["SYS_MODULE", "critical", "Load a module into the host's kernel: full control of the host."],
  [
    "SYS_RAWIO",
    "high",
    "Use the host's I/O ports directly and, where /dev/mem is reachable, its physical memory.",
  ],
  ["SYS_CHROOT", "low", "Change its root folder, also into a mount namespace that it has entered."],
  [
    "SYS_PTRACE",
    "high",
    "Read and rewrite the memory of every process that it can see; with the host's PID namespace that is every process of the host.",
  ],
  [
    "SYS_PACCT",
    "medium",
    "Turn process accounting on and off, and write accounting records to a file of its choice.",
  ],
  [
    "SYS_ADMIN",
    "critical",
    "Mount file systems, enter namespaces, use cgroup release agents and more: several known ways out to the host.",
  ],
  ["SYS_BOOT", "high", "Reboot the host or load another kernel into it."],
  ["SYS_NICE", "medium", "Give its processes real-time priority over everything else on the host."],
  [
    "SYS_RESOURCE",
    "medium",
    "Exceed disk quotas, reserved space and resource limits, and exhaust the host.",
  ],
  [
    "SYS_TIME",
    "high",
    "Set the host's clock, which breaks certificate checks, tokens and logs everywhere on it.",
  ],
  ["SYS_TTY_CONFIG", "medium", "Hang up and reconfigure virtual terminals of the host."],
  [
    "MKNOD",
    "low",
    "Make device files; where the device cgroup allows the device, read the host's disks through them.",
  ],
  ["LEASE", "low", "Put leases on any file and delay others who open it."],
  ["AUDIT_WRITE", "low", "Write forged records into the kernel's audit log."],
  ["AUDIT_CONTROL", "high", "Switch off the host's audit and change its rules."],
  [
    "SETFCAP",
    "low",
    "Give capabilities to files, which any user of the container then gains by running them.",
  ],
  ["MAC_OVERRIDE", "high", "Ignore mandatory access control (Smack) of the host."],
  ["MAC_ADMIN", "high", "Change mandatory access control policy (Smack, AppArmor) of the host."],
  [
    "SYSLOG",
    "medium",
    "Read the host's kernel log and kernel addresses, which prepares kernel exploits.",
  ],
  ["WAKE_ALARM", "low", "Wake the host from suspension by timers."],
  ["BLOCK_SUSPEND", "low", "Keep the host from suspending."],
  ["AUDIT_READ", "medium", "Read the host's audit log, and what it tells of other containers."],
  [
    "PERFMON",
    "high",
    "Trace the whole host by performance events and read kernel memory through them.",
  ],
  [
    "BPF",
    "high",
    "Load BPF programs: the verifier's bugs have given kernel memory to attackers repeatedly.",
  ],
  [
    "CHECKPOINT_RESTORE",
    "medium",
    "Choose process ids and read other processes' open files through /proc.",
  ],
];
