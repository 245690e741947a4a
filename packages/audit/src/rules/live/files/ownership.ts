import type { FixTier } from "@plimsoll/core";
import { parseGroups } from "../../../live/host-files.ts";
import {
  configPathOf,
  containerdSocketsOf,
  filePaths,
  socketOf,
  tlsPathOf,
  withoutAliases,
} from "../../../live/paths.ts";
import type { LiveSnapshot } from "../../../live/types.ts";
import { references } from "../../../rule/references.ts";
import type { LiveRule } from "../../../rule/types.ts";
import { readHostFile, readHostText } from "../host/facts.ts";
import { scriptFix, shellWord } from "../host/script.ts";
import { hostRule, mend, type Said } from "../observe.ts";

type Paths = { paths: readonly string[] } | { notApplicable: string } | { unknown: string };

interface Audited {
  readonly id: string;
  /** What it is called in titles. */
  readonly name: string;
  /** Permission bits that it may have. */
  readonly mode: number;
  /** Whether the engine's own group may own it. */
  readonly isGroupOwned?: boolean;
  pathsOf(snapshot: LiveSnapshot): Paths;
}

/** Files whose owner and mode the benchmark asks about. */
const audited: readonly Audited[] = [
  { id: "service", name: "docker.service", mode: 0o644, pathsOf: always(filePaths.service) },
  { id: "socket-unit", name: "docker.socket", mode: 0o644, pathsOf: always(filePaths.socketUnit) },
  {
    id: "config-folder",
    name: "/etc/docker",
    mode: 0o755,
    pathsOf: always(filePaths.configFolder),
  },
  {
    id: "registry-certificates",
    name: "A certificate for a registry",
    mode: 0o444,
    pathsOf: registryCertificates,
  },
  {
    id: "tls-authority",
    name: "The daemon's authority for TLS",
    mode: 0o444,
    pathsOf: tlsFile("tlscacert"),
  },
  {
    id: "tls-certificate",
    name: "The daemon's certificate",
    mode: 0o444,
    pathsOf: tlsFile("tlscert"),
  },
  { id: "tls-key", name: "The daemon's private key", mode: 0o400, pathsOf: tlsFile("tlskey") },
  {
    id: "docker-socket",
    name: "The engine's socket",
    mode: 0o660,
    isGroupOwned: true,
    pathsOf: engineSocket,
  },
  {
    id: "config",
    name: "The daemon's configuration",
    mode: 0o644,
    pathsOf: (snapshot) => ({ paths: [configPathOf(snapshot)] }),
  },
  { id: "defaults", name: "/etc/default/docker", mode: 0o644, pathsOf: always(filePaths.defaults) },
  {
    id: "sysconfig",
    name: "/etc/sysconfig/docker",
    mode: 0o644,
    pathsOf: always(filePaths.sysconfig),
  },
  {
    id: "containerd-socket",
    name: "containerd's socket",
    mode: 0o660,
    pathsOf: (snapshot) => ({ paths: containerdSocketsOf(snapshot) }),
  },
];

const remediation = "Give it back: chown root:root PATH, chmod MODE PATH.";
const reading = ["https://man7.org/linux/man-pages/man7/inode.7.html", references.cis];

/** For each file one rule over its owner and one over its mode. */
export const fileRules: readonly LiveRule[] = audited.flatMap((file) => [
  hostRule(
    {
      id: `live-owner-${file.id}`,
      title: `${file.name} belongs to another account than root`,
      severity: "high",
      description: "Whoever owns it decides what the engine does, and so becomes root.",
      remediation: remediation.replace("MODE", file.mode.toString(8)),
      references: reading,
    },
    "owner of the file",
    (snapshot) => judgeFiles(snapshot, file, judgeOwner),
  ),
  hostRule(
    {
      id: `live-mode-${file.id}`,
      title: `${file.name} can be read or changed by more accounts than needed`,
      severity: file.id === "docker-socket" || file.id === "tls-key" ? "high" : "medium",
      description: "Who changes it decides what the engine does, and so becomes root.",
      remediation: remediation.replace("MODE", file.mode.toString(8)),
      references: reading,
    },
    "mode of the file",
    (snapshot) => judgeFiles(snapshot, file, judgeMode),
  ),
]);

interface Stat {
  readonly path: string;
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

function judgeFiles(
  snapshot: LiveSnapshot,
  audited: Audited,
  judge: (file: Stat, audited: Audited, snapshot: LiveSnapshot) => readonly Said[],
): readonly Said[] {
  if (snapshot.host.foreign !== undefined) return [{ unknown: snapshot.host.foreign }];
  const where = audited.pathsOf(snapshot);
  if (!("paths" in where)) return [where];
  const read = where.paths.map((path) => ({ path, file: readHostFile(snapshot, path) }));
  const present = read.filter(({ file }) => !("missing" in file));
  const names = withoutAliases(present.map(({ path }) => path));
  const there = present.filter(({ path }) => names.includes(path));
  if (there.length === 0)
    return [{ notApplicable: `${where.paths[0] ?? audited.name} is not there` }];
  return there.flatMap(({ path, file }) => {
    if ("unknown" in file) return [file];
    return "missing" in file ? [] : judge({ path, ...file }, audited, snapshot);
  });
}

function judgeOwner(
  { path, uid, gid }: Stat,
  audited: Audited,
  snapshot: LiveSnapshot,
): readonly Said[] {
  const owner = ownerOf(snapshot);
  const isGroup =
    gid === 0 ||
    gid === owner.gid ||
    (audited.isGroupOwned === true && gid === engineGroup(snapshot));
  if (isGroup && (uid === 0 || uid === owner.uid)) return [];
  const right = `${owner.uid}:${audited.isGroupOwned ? (engineGroup(snapshot) ?? owner.gid) : owner.gid}`;
  const fix = scriptFix(`chown ${right} ${path}`, tierOf(audited), [change("chown", right, path)]);
  return mend([{ wrong: `${path} belongs to ${uid}:${gid}` }], fix);
}

function judgeMode({ path, mode }: Stat, audited: Audited): readonly Said[] {
  const { mode: allowed } = audited;
  if ((mode & ~allowed) === 0) return [];
  const right = (mode & allowed).toString(8).padStart(4, "0");
  const fix = scriptFix(`chmod ${right} ${path}`, tierOf(audited), [change("chmod", right, path)]);
  return mend(
    [{ wrong: `${path} has mode ${mode.toString(8)}, at most ${allowed.toString(8)} is needed` }],
    fix,
  );
}

/** Who reaches the engine by its socket may rely on that. */
function tierOf({ isGroupOwned }: Audited): FixTier {
  return isGroupOwned === true ? "unsafe" : "safe";
}

function change(command: "chown" | "chmod", right: string, path: string): string | undefined {
  const word = shellWord(path);
  return word && `if [ -e ${word} ]; then ${command} ${right} ${word}; fi`;
}

/** Who the engine runs as: files of a rootless one belong to its account. */
function ownerOf({ host, engine }: LiveSnapshot): { uid: number; gid: number | undefined } {
  const isRootless = engine.securityOptions?.includes("name=rootless") === true;
  if (!isRootless || "fault" in host.process) return { uid: 0, gid: 0 };
  // An account's own group has its number nearly everywhere.
  return { uid: host.process.uid, gid: host.process.uid };
}

/** The number of group `docker`. */
function engineGroup(snapshot: LiveSnapshot): number | undefined {
  const groups = readHostText(snapshot, "/etc/group");
  return "text" in groups
    ? parseGroups(groups.text).find(({ name }) => name === "docker")?.gid
    : undefined;
}

function always(paths: readonly string[]): () => Paths {
  return () => ({ paths });
}

function registryCertificates({ host }: LiveSnapshot): Paths {
  const folder = filePaths.registryCertificates;
  const paths = Object.keys(host.files).filter((path) => path.startsWith(`${folder}/`));
  return paths.length === 0 ? { notApplicable: `${folder} has no files` } : { paths };
}

function tlsFile(key: "tlscacert" | "tlscert" | "tlskey"): (snapshot: LiveSnapshot) => Paths {
  return (snapshot) => {
    if (snapshot.engine.kind === "podman") return { notApplicable: "Podman has no daemon" };
    const where = tlsPathOf(snapshot, key);
    if ("unknown" in where) return where;
    return "unset" in where
      ? { notApplicable: `the daemon is set to no ${key}` }
      : { paths: [where.path] };
  };
}

function engineSocket(snapshot: LiveSnapshot): Paths {
  const socket = socketOf(snapshot);
  return socket === undefined
    ? { notApplicable: "the engine is not reached by a socket" }
    : { paths: [socket] };
}
