import {
  daemonConfigPath,
  defaultConfigPath,
  readDaemonSetting,
  valuesOfFlag,
} from "./daemon-settings.ts";
import { containerdConfigPath } from "./host-texts.ts";
import type { LiveSnapshot } from "./types.ts";

/** The socket that the engine was asked through; undefined over TCP. */
export function socketOf({ engine }: LiveSnapshot): string | undefined {
  return socketOfAddress(engine.address);
}

/** The path of `unix:///path`, with the old name of /run resolved; undefined for other addresses. */
export function socketOfAddress(address: string): string | undefined {
  if (!address.startsWith("unix://")) return undefined;
  return address.slice("unix://".length).replace(/^\/var\/run\//, "/run/");
}

/** Files of the engine and its parts, by what the benchmark calls them: where each may lie. */
export const filePaths = {
  service: ["docker.service"].flatMap(unitPaths),
  socketUnit: ["docker.socket"].flatMap(unitPaths),
  configFolder: ["/etc/docker"],
  registryCertificates: "/etc/docker/certs.d",
  defaults: ["/etc/default/docker"],
  sysconfig: ["/etc/sysconfig/docker"],
  containerdSockets: ["/run/containerd/containerd.sock", "/run/docker/containerd/containerd.sock"],
  containerdConfig: containerdConfigPath,
} as const;

/** Where systemd looks for a unit (systemd.unit(5)). */
function unitPaths(name: string): string[] {
  return [
    "/etc/systemd/system",
    "/run/systemd/system",
    "/usr/lib/systemd/system",
    "/lib/systemd/system",
  ].map((folder) => `${folder}/${name}`);
}

/** The daemon's configuration file: the one that its process reads, else the usual one. */
export function configPathOf({ host }: LiveSnapshot): string {
  return daemonConfigPath(host.process) ?? defaultConfigPath;
}

/** Path of a TLS file that the daemon is set to; that none is set; or why that is not known. */
export function tlsPathOf(
  snapshot: LiveSnapshot,
  key: "tlscacert" | "tlscert" | "tlskey",
): { path: string } | { unset: true } | { unknown: string } {
  const setting = readDaemonSetting(snapshot, key);
  if (!("value" in setting)) return setting;
  return typeof setting.value === "string" && setting.value.startsWith("/")
    ? { path: setting.value }
    : { unset: true };
}

/** Where containerd's socket may lie: the usual places, and where this daemon says or puts it. */
export function containerdSocketsOf({
  engine,
  host,
}: {
  engine: Pick<LiveSnapshot["engine"], "containerdAddress">;
  host: Pick<LiveSnapshot["host"], "process">;
}): string[] {
  const args = "fault" in host.process ? [] : host.process.args;
  const execRoot = valuesOfFlag(args, "exec-root").at(-1);
  const named = [
    engine.containerdAddress,
    valuesOfFlag(args, "containerd").at(-1),
    execRoot === undefined ? undefined : `${execRoot}/containerd/containerd.sock`,
  ];
  const absolute = named.filter((path) => path?.startsWith("/") === true);
  return [...new Set([...filePaths.containerdSockets, ...(absolute as string[])])];
}

/** Without a file's second name: distributions link /lib to /usr/lib. */
export function withoutAliases(paths: readonly string[]): string[] {
  return paths.filter((path) => !(path.startsWith("/lib/") && paths.includes(`/usr${path}`)));
}
