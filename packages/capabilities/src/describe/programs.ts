import { findCapability } from "../model/capability.ts";

/** Well-known programs that raise privileges by design, and what that lets an attacker do. */
const programs: Readonly<Record<string, string>> = {
  at: "Queue commands that a daemon runs as their owner; a flaw in it gives root.",
  bash: "Start a root shell at once with `bash -p`.",
  busybox: "Run any of its applets as root, a shell included.",
  chage: "Read the password ages of /etc/shadow.",
  chfn: "Edit the comment field of /etc/passwd as root; a flaw in it gives root.",
  chsh: "Edit the shell field of /etc/passwd as root; a flaw in it gives root.",
  crontab: "Install commands that cron runs; a flaw in it gives the crontab group or root.",
  dash: "Start a root shell at once with `dash -p`.",
  "dbus-daemon-launch-helper": "Start system services as root for the members of its group.",
  doas: "Run commands as root where its rules allow it; a wrong rule gives root.",
  env: "Run any program as root at once.",
  expiry: "Read the password ages of /etc/shadow.",
  find: "Run any program as root at once with `find -exec`.",
  fusermount: "Mount user file systems; a flaw in it gives root.",
  fusermount3: "Mount user file systems; a flaw in it gives root.",
  gosu: "Run any program as root at once: its documentation forbids the setuid bit.",
  gpasswd: "Change group memberships as root; with a group's password, join that group.",
  mount: "Mount what /etc/fstab marks for users; with CAP_SYS_ADMIN, and through a flaw, anything.",
  "mount.nfs": "Mount network file systems as root where /etc/fstab allows it.",
  newgidmap: "Map group ids into a user namespace within /etc/subgid.",
  newgrp: "Join a group whose password is known or empty.",
  newuidmap: "Map user ids into a user namespace within /etc/subuid.",
  passwd: "Rewrite /etc/shadow as root; with a known password, change it.",
  ping: "Open raw sockets; a flaw in it gives the right to forge and sniff packets.",
  ping6: "Open raw sockets; a flaw in it gives the right to forge and sniff packets.",
  pkexec:
    "Run commands as root where polkit allows it; CVE-2021-4034 in it gave root to everybody.",
  "polkit-agent-helper-1": "Check passwords as root for polkit; a flaw in it gives root.",
  python3: "Run any code as root at once.",
  sh: "Start a root shell at once with `sh -p`.",
  sg: "Run a command with a group whose password is known or empty.",
  "ssh-agent": "Keep keys safe from being traced; it holds its group only for that.",
  "ssh-keysign": "Sign with the host's private key during host-based authentication.",
  su: "Become root, or any user whose password is known, guessed or empty.",
  sudo: "Run commands as root where sudoers allows it; CVE-2021-3156 in it gave root to everybody.",
  sudoedit: "Edit files as root where sudoers allows it.",
  tcpdump: "Sniff all traffic of the network namespace.",
  umount: "Unmount what /etc/fstab marks for users; with CAP_SYS_ADMIN anything.",
  unix_chkpwd: "Check passwords against /etc/shadow, and so try many of them.",
  utempter: "Write records of logins.",
  vim: "Edit any file as root at once.",
  wall: "Write on every terminal of the container.",
  write: "Write on other users' terminals.",
};

/** What raises the privileges of whoever runs the file. */
export interface Raised {
  /** Owner that the setuid bit switches to. */
  uid?: number;
  /** Group that the setgid bit switches to. */
  gid?: number;
  /** Names of file capabilities. */
  capabilities: readonly string[];
}

/** What a privileged file lets an attacker do, one sentence. */
export function programLets(path: string, raised: Raised): string {
  if (isWellKnown(path)) return programs[nameOf(path)]!;
  const { uid, gid, capabilities } = raised;
  if (uid === 0) {
    return "Run it as root, whoever starts it: any flaw in it, or any command it can be made to run, gives root.";
  }
  if (uid !== undefined) return `Run it as user ${uid}, whoever starts it.`;
  if (capabilities.length > 0) return capabilitiesLet(capabilities);
  return `Run it with group ${gid ?? "unknown"}, whoever starts it.`;
}

function capabilitiesLet(names: readonly string[]): string {
  const [only] = names;
  const lets = names.length === 1 ? findCapability(only!)?.lets : undefined;
  if (lets !== undefined) return `Through it, whoever starts it: ${lets}`;
  const shown = names.slice(0, 6).join(", ");
  const more = names.length > 6 ? ` and ${names.length - 6} more` : "";
  return `Use ${shown}${more} through it, whoever starts it.`;
}

/** Programs that give a shell, or run any command, at once. */
const shells: ReadonlySet<string> = new Set([
  "ash",
  "awk",
  "bash",
  "busybox",
  "csh",
  "dash",
  "doas-static",
  "ed",
  "env",
  "find",
  "fish",
  "gawk",
  "gdb",
  "gosu",
  "ksh",
  "lua",
  "mawk",
  "nano",
  "node",
  "perl",
  "php",
  "python",
  "python2",
  "python3",
  "ruby",
  "sh",
  "strace",
  "su-exec",
  "tclsh",
  "vi",
  "vim",
  "xargs",
  "zsh",
]);

/** True for a program that hands its privileges to any command, as far as its name tells. */
export function isShell(path: string): boolean {
  return shells.has(nameOf(path));
}

/** True for a program that is known to raise privileges, as far as its name tells. */
export function isWellKnown(path: string): boolean {
  return Object.hasOwn(programs, nameOf(path));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
