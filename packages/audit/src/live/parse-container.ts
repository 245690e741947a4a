import { canBeSecret, isSecretName, recogniseSecret } from "@plimsoll/core";
import {
  type Fields,
  isFields,
  toFields,
  toFlag,
  toList,
  toNumber,
  toObjects,
  toText,
  toTexts,
} from "./read.ts";
import { redactedKind } from "./redact.ts";
import type { LiveContainer, LiveExec, LiveMount, LivePort, LiveVariable, Told } from "./types.ts";

/** What comes from elsewhere than the container's own description. */
export interface ContainerSurroundings {
  /** Its entry in the list of containers. */
  readonly listed: Fields;
  /** Why the engine did not describe it. */
  readonly fault: string | undefined;
  readonly execs: readonly LiveExec[];
  readonly processes: Told<readonly string[]>;
  /** The recorded changes of its files. */
  readonly changes: unknown;
}

/** A container as `/containers/{id}/json` describes it (Engine API, `ContainerInspect`). */
export function parseContainer(
  answer: Fields,
  { listed, fault, execs, processes, changes }: ContainerSurroundings,
): LiveContainer {
  const config = toFields(answer.Config);
  const host = toFields(answer.HostConfig);
  const state = toFields(answer.State);
  const networkSettings = toFields(answer.NetworkSettings);
  const id = toText(answer.Id) ?? toText(listed.Id) ?? "";
  const name = toText(answer.Name) ?? toTexts(listed.Names)?.[0] ?? id.slice(0, 12);
  const image = toText(answer.Image) ?? toText(listed.ImageID) ?? "";
  const environment = toTexts(config.Env);
  return {
    id,
    name: name.replace(/^\//, ""),
    image: toText(config.Image) ?? toText(listed.Image) ?? "",
    // Podman leaves out the algorithm.
    imageId: /^[0-9a-f]{64}$/.test(image) ? `sha256:${image}` : image,
    fault,
    status: toText(state.Status) ?? toText(listed.State),
    created: toText(answer.Created),
    health: toText(toFields(state.Health ?? state.Healthcheck).Status),
    user: toText(config.User),
    privileged: toFlag(host.Privileged),
    capAdd: toTexts(host.CapAdd),
    securityOpt: toTexts(host.SecurityOpt),
    appArmorProfile: toText(answer.AppArmorProfile),
    processLabel: toText(answer.ProcessLabel),
    mounts: toObjects(answer.Mounts)?.map(parseMount),
    networkMode: toText(host.NetworkMode),
    networks: isFields(networkSettings.Networks)
      ? Object.keys(networkSettings.Networks)
      : undefined,
    pidMode: toText(host.PidMode),
    ipcMode: toText(host.IpcMode),
    utsMode: toText(host.UTSMode),
    usernsMode: toText(host.UsernsMode),
    cgroupnsMode: toText(host.CgroupnsMode),
    cgroupParent: toText(host.CgroupParent),
    memory: toNumber(host.Memory),
    nanoCpus: toNumber(host.NanoCpus),
    cpuQuota: toNumber(host.CpuQuota),
    cpuShares: toNumber(host.CpuShares),
    pidsLimit: host.PidsLimit === null ? 0 : toNumber(host.PidsLimit),
    ulimits: toObjects(host.Ulimits)?.map(({ Name }) => toText(Name) ?? ""),
    readonlyRoot: toFlag(host.ReadonlyRootfs),
    restart: parseRestart(host.RestartPolicy),
    devices: toObjects(host.Devices)?.map(
      ({ PathOnHost, CgroupPermissions }) =>
        `${toText(PathOnHost) ?? "?"} (${toText(CgroupPermissions) ?? "?"})`,
    ),
    deviceRules: toTexts(host.DeviceCgroupRules),
    deviceRequests: toObjects(host.DeviceRequests)?.map(describeRequest),
    ports: parsePorts(host.PortBindings),
    publishAll: toFlag(host.PublishAllPorts),
    maskedPaths: Array.isArray(host.MaskedPaths) ? toTexts(host.MaskedPaths) : undefined,
    readonlyPaths: Array.isArray(host.ReadonlyPaths) ? toTexts(host.ReadonlyPaths) : undefined,
    sysctls: parsePairs(host.Sysctls ?? {}),
    extraHosts: toTexts(host.ExtraHosts),
    groups: toTexts(host.GroupAdd),
    volumesFrom: toTexts(host.VolumesFrom),
    oomKillDisable: host.OomKillDisable === null ? false : toFlag(host.OomKillDisable),
    logDriver: toText(toFields(host.LogConfig).Type),
    healthcheck: isFields(answer.Config) ? hasHealthcheck(config.Healthcheck) : undefined,
    environment: environment?.map(parseVariable),
    contentTrust: environment
      ?.find((entry) => entry.startsWith("DOCKER_CONTENT_TRUST="))
      ?.slice("DOCKER_CONTENT_TRUST=".length),
    command: parseCommand(answer),
    execs,
    exposesSsh: isFields(answer.Config)
      ? Object.hasOwn(toFields(config.ExposedPorts), "22/tcp")
      : undefined,
    changes: parseChanges(changes),
    processes,
  };
}

function parseChanges(value: unknown): LiveContainer["changes"] {
  const count = toNumber(toFields(value).count);
  const paths = toObjects(toFields(value).paths);
  if (count === undefined || paths === undefined) return undefined;
  return {
    count,
    paths: paths.map(({ path, kind }) => `${toText(kind) ?? "changed"} ${toText(path) ?? "?"}`),
  };
}

/** A process as `/exec/{id}/json` describes it. */
export function parseExec(id: string, answer: Fields): LiveExec {
  const process = toFields(answer.ProcessConfig);
  return {
    id,
    isPrivileged: toFlag(process.privileged),
    user: toText(process.user),
    command: [toText(process.entrypoint) ?? "", ...(toTexts(process.arguments) ?? [])].join(" "),
  };
}

function parseMount(mount: Fields): LiveMount {
  return {
    type: toText(mount.Type) ?? "",
    source: toText(mount.Source) ?? "",
    destination: toText(mount.Destination) ?? "",
    // What is not said is taken for the worse.
    isWritable: toFlag(mount.RW) ?? true,
    propagation: toText(mount.Propagation) ?? "",
  };
}

function parseRestart(value: unknown): LiveContainer["restart"] {
  if (!isFields(value)) return undefined;
  return { name: toText(value.Name) ?? "", retries: toNumber(value.MaximumRetryCount) ?? 0 };
}

/** `{"80/tcp": [{"HostIp": "", "HostPort": "8080"}]}`; a port or a range `8000-8010`. */
function parsePorts(value: unknown): Told<readonly LivePort[]> {
  if (value === null) return [];
  if (!isFields(value)) return undefined;
  return Object.entries(value).flatMap(([container, bindings]) =>
    (toObjects(bindings) ?? []).map(({ HostIp, HostPort }) => ({
      container,
      hostIp: toText(HostIp) ?? "",
      hostPort: Number.parseInt(toText(HostPort) ?? "", 10) || 0,
    })),
  );
}

function parsePairs(value: unknown): Told<readonly (readonly [string, string])[]> {
  if (!isFields(value)) return undefined;
  return Object.entries(value).map(([key, each]) => [key, String(each)] as const);
}

function describeRequest(request: Fields): string {
  const capabilities = (toList(request.Capabilities) ?? []).flat().join(",");
  return `${toText(request.Driver) ?? ""} ${capabilities}`.trim();
}

/** Docker's `["NONE"]` switches off what the image brings. */
function hasHealthcheck(value: unknown): boolean {
  const test = toTexts(toFields(value).Test) ?? [];
  return test.length > 0 && test[0] !== "NONE";
}

function parseVariable(entry: string): LiveVariable {
  const equals = entry.indexOf("=");
  const name = equals === -1 ? entry : entry.slice(0, equals);
  const value = equals === -1 ? "" : entry.slice(equals + 1);
  const kind = redactedKind(value) ?? recogniseSecret(value);
  const isSecret = isSecretName(name) && canBeSecret(value);
  return { name, secret: kind ?? (isSecret ? name : undefined) };
}

function parseCommand(answer: Fields): Told<readonly string[]> {
  const path = toText(answer.Path);
  if (path === undefined) return undefined;
  return [path, ...(toTexts(answer.Args) ?? [])];
}
