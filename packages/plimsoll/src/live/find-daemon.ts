import type { RecordedProcess } from "@plimsoll/audit";
import type { HostRoot } from "./host-root.ts";

/** Processes of one machine that are looked at. */
const maxProcesses = 50_000;
/** Open files of one process that are looked at. */
const maxFiles = 4_096;
/** Networks of processes that are looked at. */
const maxNetworks = 256;
/** Programs that hold a socket for others, or only pass it on (systemd.socket(5)). */
const holders = /\/(?:systemd|init)$/;

/**
 * The process that listens on a socket, found by the kernel's own table of sockets: its name and
 * command line have no say in it.
 *
 * @param socket path of the socket on the machine, resolved
 */
export async function findDaemon(root: HostRoot, socket: string): Promise<RecordedProcess> {
  const inodes = await findListening(root, socket);
  if (inodes === undefined) return { fault: "the table of sockets could not be read" };
  if (inodes.size === 0) return { fault: `nothing listens on ${socket} here` };
  const found = await findHolder(root, inodes);
  if ("fault" in found) return found;
  return describeProcess(root, found);
}

/** A process, and the inodes of its sockets. */
interface Holder {
  readonly pid: number;
  readonly sockets: ReadonlySet<string>;
}

async function findHolder(
  root: HostRoot,
  inodes: ReadonlySet<string>,
): Promise<Holder | { fault: string }> {
  let hidden = 0;
  let passing: "the service manager" | "a container" | undefined;
  for (const pid of await listProcesses(root)) {
    const names = await root.list(`/proc/${pid}/fd`);
    if (names.length === 0) hidden += 1;
    const sockets = await socketsOf(root, pid, names.slice(0, maxFiles));
    if (![...inodes].some((inode) => sockets.has(inode))) continue;
    // An engine in a container may call its socket the same; it is not the machine's.
    if (await isContained(root, pid)) {
      passing ??= "a container";
      continue;
    }
    const programme = await root.readLink(`/proc/${pid}/exe`);
    if (programme === undefined || !holders.test(programme)) return { pid: Number(pid), sockets };
    passing = "the service manager";
  }
  if (passing !== undefined) return { fault: `only ${passing} holds the socket` };
  const why = hidden > 0 ? "; run as root to see other accounts' processes" : "";
  return { fault: `the process that holds the socket could not be seen${why}` };
}

async function listProcesses(root: HostRoot): Promise<string[]> {
  const names = await root.list("/proc", maxProcesses);
  return names.filter((name) => /^\d+$/.test(name));
}

/** Whether a process's control group is a container's. */
async function isContained(root: HostRoot, pid: string): Promise<boolean> {
  const groups = await root.readText(`/proc/${pid}/cgroup`);
  return "text" in groups && /[0-9a-f]{64}/.test(groups.text);
}

async function socketsOf(
  root: HostRoot,
  pid: string,
  names: readonly string[],
): Promise<Set<string>> {
  const sockets = new Set<string>();
  for (const name of names) {
    const target = await root.readLink(`/proc/${pid}/fd/${name}`);
    const inode = /^socket:\[(\d+)\]$/.exec(target ?? "")?.[1];
    if (inode !== undefined) sockets.add(inode);
  }
  return sockets;
}

async function describeProcess(root: HostRoot, { pid, sockets }: Holder): Promise<RecordedProcess> {
  const [commandLine, status, accounts] = await Promise.all([
    root.readText(`/proc/${pid}/cmdline`),
    root.readText(`/proc/${pid}/status`),
    root.readText("/etc/passwd"),
  ]);
  if (!("text" in commandLine) || !("text" in status)) {
    return { fault: `process ${pid} could not be read` };
  }
  const uid = Number(/^Uid:\s+\d+\s+(\d+)/m.exec(status.text)?.[1] ?? 0);
  const home = uid === 0 || !("text" in accounts) ? undefined : homeOf(accounts.text, uid);
  return {
    pid,
    uid,
    ...(home === undefined ? {} : { home }),
    args: commandLine.text.split("\0").filter((arg, index) => arg !== "" || index === 0),
    listens: await readListens(root, pid, sockets),
  };
}

/**
 * Inodes that listen on a path: in the network of process 1, else in those of other processes. A
 * rootless engine lives in a network of its own (rootlesskit).
 */
async function findListening(
  root: HostRoot,
  socket: string,
): Promise<ReadonlySet<string> | undefined> {
  let isRead = false;
  for (const process of ["1", "self"]) {
    const table = await root.readText(`/proc/${process}/net/unix`);
    if (!("text" in table)) continue;
    isRead = true;
    const inodes = listeningInodes(table.text, socket);
    if (inodes.size > 0) return inodes;
  }
  const seen = new Set<string>();
  for (const pid of await listProcesses(root)) {
    const network = await root.readLink(`/proc/${pid}/ns/net`);
    if (network === undefined || seen.has(network) || seen.size >= maxNetworks) continue;
    if (await isContained(root, pid)) continue;
    seen.add(network);
    const table = await root.readText(`/proc/${pid}/net/unix`);
    const inodes = "text" in table ? listeningInodes(table.text, socket) : new Set<string>();
    if (inodes.size > 0) return inodes;
  }
  return isRead ? new Set() : undefined;
}

/** Inodes that accept connections (`__SO_ACCEPTCON`) on a path, by either name of /run. */
function listeningInodes(table: string, socket: string): ReadonlySet<string> {
  const resolved = (path: string) => path.replace(/^\/var\/run\//, "/run/");
  const inodes = table.split("\n").flatMap((line) => {
    const match = /^\S+ \S+ \S+ (\S+) \S+ \S+\s+(\d+) (\/.*)$/.exec(line);
    return match && match[1] === "00010000" && resolved(match[3]!) === resolved(socket)
      ? [match[2]!]
      : [];
  });
  return new Set(inodes);
}

/** The home of an account, as `/etc/passwd` has it (passwd(5)). */
function homeOf(text: string, uid: number): string | undefined {
  const entry = text.split("\n").map((line) => line.split(":"));
  const home = entry.find(([, , number]) => number === String(uid))?.[5];
  return home?.startsWith("/") ? home : undefined;
}

/** TCP addresses on which a process accepts connections (proc_net(5)). */
async function readListens(
  root: HostRoot,
  pid: number,
  sockets: ReadonlySet<string>,
): Promise<string[]> {
  const listens: string[] = [];
  for (const name of ["tcp", "tcp6"]) {
    const table = await root.readText(`/proc/${pid}/net/${name}`);
    if (!("text" in table)) continue;
    for (const line of table.text.split("\n").slice(1)) {
      const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
      if (local === undefined || state !== "0A" || !sockets.has(inode ?? "")) continue;
      listens.push(formatLocal(local));
    }
  }
  return listens.sort();
}

/** `0100007F:0947` as `127.0.0.1:2375`; the bytes of each word stand backwards. */
function formatLocal(local: string): string {
  const [address = "", port = "0"] = local.split(":");
  const words = address.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) =>
    (word.match(/../g) ?? []).reverse().map((hex) => Number.parseInt(hex, 16)),
  );
  const number = Number.parseInt(port, 16);
  if (bytes.length === 4) return `${bytes.join(".")}:${number}`;
  if (bytes.every((byte) => byte === 0)) return `[::]:${number}`;
  const groups = Array.from({ length: bytes.length / 2 }, (_, i) =>
    ((bytes[2 * i]! << 8) | bytes[2 * i + 1]!).toString(16),
  );
  return `[${groups.join(":")}]:${number}`;
}
