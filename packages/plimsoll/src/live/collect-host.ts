import { hostname } from "node:os";
import {
  containerdSocketsOf,
  credentialPaths,
  daemonConfigPath,
  defaultConfigPath,
  filePaths,
  hostTexts,
  maskCredentials,
  maskText,
  type RecordedFile,
  type RecordedHost,
  type RecordedProcess,
  type RecordedText,
} from "@plimsoll/audit";
import { readContainerProcesses } from "./container-processes.ts";
import { findDaemon } from "./find-daemon.ts";
import { HostRoot } from "./host-root.ts";

/** What the engine says of its machine. */
export interface EngineMachine {
  /** Path of the socket that was asked, resolved; undefined over TCP. */
  readonly socket: string | undefined;
  readonly kernel: string | undefined;
  readonly name: string | undefined;
  readonly dataRoot: string | undefined;
  readonly containerdAddress: string | undefined;
}

const variables = ["DOCKER_CONTENT_TRUST", "DOCKER_CONTENT_TRUST_SERVER"];
const auditRules = "/etc/audit/rules.d";
/** Files below certs.d that are looked at. */
const maxCertificates = 500;

/**
 * Reads what the machine tells of an engine: files, mounts, accounts, audit rules, the kernel's
 * settings, the daemon's process. Starts no program; what cannot be read is written down as such.
 *
 * @param rootFolder where the machine's root is mounted; undefined for this machine
 */
export async function collectHost(
  machine: EngineMachine,
  rootFolder: string | undefined,
): Promise<RecordedHost> {
  const root = new HostRoot(rootFolder ?? "/");
  const environment = Object.fromEntries(
    variables.flatMap((name) =>
      process.env[name] === undefined ? [] : [[name, maskText(process.env[name]!)]],
    ),
  );
  const foreign = await whyForeign(root, machine, rootFolder !== undefined);
  if (foreign !== undefined) {
    const nothing = { process: { fault: foreign }, files: {}, texts: {}, folders: {} };
    return { foreign, ...nothing, processes: {}, environment };
  }
  const [daemon, processes, ruleNames, certificates] = await Promise.all([
    machine.socket === undefined
      ? ({ fault: "the engine is asked over TCP" } as const)
      : findDaemon(root, machine.socket),
    readContainerProcesses(root),
    root.list(auditRules),
    listCertificates(root),
  ]);
  const configPath = daemonConfigPath(daemon) ?? defaultConfigPath;
  const texts = await readTexts(root, [
    ...hostTexts,
    configPath,
    ...ruleNames.filter((name) => name.endsWith(".rules")).map((name) => `${auditRules}/${name}`),
  ]);
  const tls = tlsPathsOf(daemon, texts[configPath]);
  const files = await statAll(root, [
    ...new Set([
      ...Object.values(filePaths).flat(),
      ...programmes,
      ...certificates,
      ...tls,
      configPath,
      ...containerdSocketsOf({
        engine: { containerdAddress: machine.containerdAddress },
        host: { process: daemon },
      }),
      ...[machine.socket, machine.dataRoot].filter((path) => path?.startsWith("/") === true),
    ] as string[]),
  ]);
  return {
    process: maskArguments(daemon),
    files,
    texts,
    folders: { [auditRules]: ruleNames },
    processes,
    environment,
  };
}

/** Programs and folders that the benchmark wants watched. */
const programmes = [
  ...[
    "dockerd",
    "containerd",
    "containerd-shim",
    "containerd-shim-runc-v1",
    "containerd-shim-runc-v2",
    "runc",
  ].flatMap((name) =>
    ["/usr/bin", "/usr/sbin", "/usr/local/bin"].map((folder) => `${folder}/${name}`),
  ),
  "/run/containerd",
  "/run/docker.sock",
];

/** Why the files here are not those of the engine's machine; undefined when they are. */
async function whyForeign(
  root: HostRoot,
  { socket, kernel, name, dataRoot }: EngineMachine,
  isNamed: boolean,
): Promise<string | undefined> {
  if (socket === undefined && !isNamed) {
    return "the engine is asked over TCP: name its machine's files with --root";
  }
  const release = await root.readText("/proc/sys/kernel/osrelease");
  if (kernel !== undefined && "text" in release && release.text.trim() !== kernel) {
    return `the engine runs on kernel ${kernel}, this machine on ${release.text.trim()}`;
  }
  if (isNamed) return undefined;
  // An engine that does not say where it runs may run anywhere.
  if (kernel === undefined) return "the engine does not tell which machine it runs on";
  const data = dataRoot === undefined ? undefined : await root.stat(dataRoot);
  const isOther = name !== undefined && name !== hostname();
  if (isOther && data !== undefined && "missing" in data) {
    return `the engine runs on ${name}, this is ${hostname()}: name its files with --root`;
  }
  return undefined;
}

/** Paths of TLS files that the daemon's flags or file name. */
function tlsPathsOf(daemon: RecordedProcess, config: RecordedText | undefined): string[] {
  const args = "fault" in daemon ? [] : daemon.args;
  const named = args.flatMap((arg, index) => {
    const match = /^--tls(?:cacert|cert|key)(?:=(.*))?$/.exec(arg);
    return match === null ? [] : [match[1] ?? args[index + 1] ?? ""];
  });
  const text = config !== undefined && "text" in config ? config.text : "";
  const written = [...text.matchAll(/"tls(?:cacert|cert|key)"\s*:\s*"([^"]+)"/g)].map(
    ([, path]) => path!,
  );
  return [...named, ...written].filter((path) => path.startsWith("/"));
}

async function listCertificates(root: HostRoot): Promise<string[]> {
  const folder = filePaths.registryCertificates;
  const hosts = await root.list(folder);
  const files = await Promise.all(
    hosts.map(async (host) =>
      (await root.list(`${folder}/${host}`)).map((name) => `${folder}/${host}/${name}`),
    ),
  );
  return files.flat().slice(0, maxCertificates);
}

async function readTexts(
  root: HostRoot,
  paths: readonly string[],
): Promise<Record<string, RecordedText>> {
  const texts = await Promise.all(
    paths.map(async (path) => {
      const file = await root.readText(path);
      const mask = credentialPaths.includes(path) ? maskCredentials : maskText;
      return [path, "text" in file ? { text: mask(file.text) } : file] as const;
    }),
  );
  return Object.fromEntries(texts);
}

async function statAll(
  root: HostRoot,
  paths: readonly string[],
): Promise<Record<string, RecordedFile>> {
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path, await root.stat(path)] as const)),
  );
}

function maskArguments(daemon: RecordedProcess): RecordedProcess {
  return "fault" in daemon ? daemon : { ...daemon, args: daemon.args.map(maskText) };
}
