import { type Fields, isFields } from "./read.ts";
import type { LiveSnapshot } from "./types.ts";

/** Where Docker looks for its configuration unless `--config-file` says otherwise (dockerd(8)). */
export const defaultConfigPath = "/etc/docker/daemon.json";

/** What a daemon is set to: by a flag, its file, or not at all; or why that cannot be known. */
export type DaemonSetting =
  | { readonly value: unknown; readonly source: string }
  | { readonly unset: true }
  | { readonly unknown: string };

/** Flags whose name differs from the key of the file (dockerd(8)). */
const flagNames: Readonly<Record<string, readonly string[]>> = {
  hosts: ["--host", "-H"],
  "log-level": ["--log-level", "-l"],
  debug: ["--debug", "-D"],
  "insecure-registries": ["--insecure-registry"],
  "authorization-plugins": ["--authorization-plugin"],
  "default-ulimits": ["--default-ulimit"],
  "storage-opts": ["--storage-opt"],
};
/** Switches: their value stands behind `=` or is `true`. */
const switches = new Set([
  "debug",
  "experimental",
  "icc",
  "iptables",
  "live-restore",
  "no-new-privileges",
  "userland-proxy",
  "tls",
  "tlsverify",
]);

/**
 * What the daemon is set to under `key` of its configuration file: the flags of the process that
 * holds the socket, then the file that this process reads. Never what other processes are called.
 */
export function readDaemonSetting(snapshot: LiveSnapshot, key: string): DaemonSetting {
  const { host } = snapshot;
  if (host.foreign !== undefined) return { unknown: host.foreign };
  const { process } = host;
  if ("fault" in process) return { unknown: `the daemon's process: ${process.fault}` };
  const flags = valuesOfFlag(process.args, key);
  if (flags.length > 0) {
    const value = switches.has(key)
      ? flags.at(-1) !== "false"
      : flags.length > 1
        ? flags
        : flags[0];
    return { value, source: `command line of process ${process.pid}` };
  }
  const config = readDaemonConfig(snapshot);
  if ("unknown" in config) return config;
  if (!Object.hasOwn(config.fields, key)) return { unset: true };
  return { value: config.fields[key], source: `${config.path} ${key}` };
}

/** The file that configures the daemon; empty when there is none. */
export function readDaemonConfig({
  host,
}: LiveSnapshot): { path: string; fields: Fields } | { unknown: string } {
  const path = daemonConfigPath(host.process);
  if (path === undefined) return { unknown: "the daemon's process is not known" };
  const file = Object.hasOwn(host.texts, path) ? host.texts[path]! : { fault: "not recorded" };
  if ("missing" in file) return { path, fields: {} };
  if ("fault" in file) return { unknown: `${path} could not be read (${file.fault})` };
  const fields = parseJson(file.text);
  return isFields(fields) ? { path, fields } : { unknown: `${path} is not a JSON object` };
}

/** The path that the daemon's process reads its configuration from; undefined when it is not known. */
export function daemonConfigPath(process: LiveSnapshot["host"]["process"]): string | undefined {
  if ("fault" in process) return undefined;
  const named = valuesOfFlag(process.args, "config-file").at(-1);
  if (named !== undefined) return named;
  // Docker, "Rootless mode": a daemon of an account reads that account's file.
  const { uid, home } = process;
  return uid === 0 || home === undefined ? defaultConfigPath : `${home}/.config/docker/daemon.json`;
}

/** Every value that `args` give the flag of `key`, in order. */
export function valuesOfFlag(args: readonly string[], key: string): string[] {
  const names = flagNames[key] ?? [`--${key}`];
  return args.flatMap((arg, index) => {
    const name = names.find((each) => arg === each || arg.startsWith(`${each}=`));
    if (name === undefined) return [];
    if (arg !== name) return [arg.slice(name.length + 1)];
    if (switches.has(key)) return ["true"];
    const next = args[index + 1];
    return next === undefined ? [] : [next];
  });
}

function parseJson(text: string): unknown {
  try {
    return text.trim() === "" ? {} : JSON.parse(text);
  } catch {
    return undefined;
  }
}
