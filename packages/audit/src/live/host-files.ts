/** Name, number and members of a group, as `/etc/group` has them (group(5)). */
export interface Group {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

/** Lines of `/etc/group`; what is no entry is left out. */
export function parseGroups(text: string): Group[] {
  return text.split("\n").flatMap((line) => {
    const [name, , gid, members = ""] = line.split(":");
    if (!name || gid === undefined || !/^\d{1,10}$/.test(gid)) return [];
    return [{ name, gid: Number(gid), members: members.split(",").filter((each) => each !== "") }];
  });
}

/** Names of accounts whose primary group is `gid`, as `/etc/passwd` has them (passwd(5)). */
export function accountsOfGroup(text: string, gid: number): string[] {
  return text.split("\n").flatMap((line) => {
    const [name, , , primary] = line.split(":");
    return name && primary === String(gid) ? [name] : [];
  });
}

/** A line of `/proc/<pid>/mountinfo` (proc_pid_mountinfo(5)). */
export interface MountPoint {
  readonly path: string;
  /** `major:minor` */
  readonly device: string;
}

/** Lines of mountinfo; what is no entry is left out. */
export function parseMountInfo(text: string): MountPoint[] {
  return text.split("\n").flatMap((line) => {
    const [, , device, , path] = line.split(" ");
    if (device === undefined || path === undefined || !/^\d+:\d+$/.test(device)) return [];
    return [
      {
        device,
        path: path.replace(/\\(\d{3})/g, (_, code) => String.fromCharCode(parseInt(code, 8))),
      },
    ];
  });
}

/** The mount that `path` lies on: the last of the longest. */
export function mountOf(mounts: readonly MountPoint[], path: string): MountPoint | undefined {
  let found: MountPoint | undefined;
  for (const mount of mounts) {
    const isAbove = mount.path === "/" || path === mount.path || path.startsWith(`${mount.path}/`);
    if (isAbove && (found === undefined || mount.path.length >= found.path.length)) found = mount;
  }
  return found;
}

/**
 * Paths that audit rules watch: `-w /path`, `-F path=/path` and, with all below, `-F dir=/path`
 * (auditctl(8)). A watch of a folder holds for all below it too.
 */
export function parseAuditWatches(text: string): string[] {
  return text.split("\n").flatMap((line) => {
    const rule = line.trim().slice(0, 4_000);
    if (rule.startsWith("#")) return [];
    const watch = /^-w\s+(\/\S*)/.exec(rule)?.[1];
    if (watch !== undefined) return [trimSlash(watch)];
    // A rule that never records is none.
    if (!/^-[aA]\s+(?:always,\w+|\w+,always)\b/.test(rule)) return [];
    return [...rule.matchAll(/-F\s*(?:path|dir)=(\/\S*)/g)].map((match) => trimSlash(match[1]!));
  });
}

function trimSlash(path: string): string {
  return path.length > 1 ? path.replace(/\/$/, "") : path;
}
