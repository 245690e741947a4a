import { type Position, positionOf } from "../text/position.ts";
import type { Branch, Tree } from "../yaml/tree.ts";
import { valueAt } from "../yaml/value-at.ts";
import { readPorts } from "./ports.ts";
import { readBoolean, readText, readTexts, readVariables } from "./settings.ts";
import type { ComposeBuild, ComposeHook, ComposeService, Setting } from "./types.ts";
import { readMounts } from "./volumes.ts";

/** Reads the keys of a service that rules look at. */
export function readService(name: string, key: Position, branch: Branch): ComposeService {
  const text = (...keys: string[]) => readText(valueAt(branch, ...keys));
  const limit = (own: string, deployed: string) =>
    text(own) ?? text("deploy", "resources", "limits", deployed);
  return {
    name,
    ...positionOf(key),
    image: text("image"),
    build: readBuild(valueAt(branch, "build")),
    user: text("user"),
    privileged: readBoolean(valueAt(branch, "privileged")),
    capAdd: readTexts(valueAt(branch, "cap_add")),
    capDrop: readTexts(valueAt(branch, "cap_drop")),
    securityOpt: readTexts(valueAt(branch, "security_opt")),
    networkMode: text("network_mode"),
    pid: text("pid"),
    ipc: text("ipc"),
    uts: text("uts"),
    userns: text("userns_mode"),
    readOnly: readBoolean(valueAt(branch, "read_only")),
    useApiSocket: readBoolean(valueAt(branch, "use_api_socket")),
    ports: readPorts(valueAt(branch, "ports")),
    volumes: readMounts(valueAt(branch, "volumes")),
    devices: readDevices(valueAt(branch, "devices")),
    environment: readVariables(valueAt(branch, "environment")),
    memoryLimit: limit("mem_limit", "memory"),
    pidsLimit: limit("pids_limit", "pids"),
    cpus: limit("cpus", "cpus") ?? text("cpu_quota") ?? text("cpuset"),
    restart: text("restart"),
    cgroup: text("cgroup"),
    cgroupParent: text("cgroup_parent"),
    isConnected: ["networks", "network_mode"].some((key) => valueAt(branch, key) !== undefined),
    groupAdd: readTexts(valueAt(branch, "group_add")),
    volumesFrom: readTexts(valueAt(branch, "volumes_from")),
    deviceCgroupRules: readTexts(valueAt(branch, "device_cgroup_rules")),
    oomKillDisable: readBoolean(valueAt(branch, "oom_kill_disable")),
    loggingDriver: text("logging", "driver"),
    command: readTexts(valueAt(branch, "command")),
    entrypoint: readTexts(valueAt(branch, "entrypoint")),
    hooks: [...readHooks(branch, "post_start"), ...readHooks(branch, "pre_stop")],
    healthcheck: readHealthcheck(valueAt(branch, "healthcheck")),
  };
}

function readBuild(tree: Tree | undefined): ComposeBuild | undefined {
  if (tree === undefined) return undefined;
  const place = positionOf(tree);
  if (tree.kind !== "map") {
    const nothing = {
      dockerfile: undefined,
      inline: undefined,
      privileged: undefined,
      network: undefined,
    };
    return { ...place, context: readText(tree), ...nothing, entitlements: [], args: [] };
  }
  return {
    ...place,
    context: readText(valueAt(tree, "context")),
    dockerfile: readText(valueAt(tree, "dockerfile")),
    inline: readText(valueAt(tree, "dockerfile_inline")),
    privileged: readBoolean(valueAt(tree, "privileged")),
    network: readText(valueAt(tree, "network")),
    entitlements: readTexts(valueAt(tree, "entitlements")),
    args: readVariables(valueAt(tree, "args")),
  };
}

function readHooks(service: Branch, kind: ComposeHook["kind"]): ComposeHook[] {
  const tree = valueAt(service, kind);
  return (tree?.kind === "list" ? tree.items : []).flatMap((item) => {
    if (item.kind !== "map") return [];
    const privileged = readBoolean(valueAt(item, "privileged"));
    return [{ kind, privileged, user: readText(valueAt(item, "user")), ...positionOf(item) }];
  });
}

/** `devices`, short (`/dev/sda:/dev/sda:rwm`) and long form. */
function readDevices(tree: Tree | undefined): Setting<string>[] {
  if (tree?.kind !== "list") return [];
  return tree.items.flatMap(
    (item) => readText(item.kind === "map" ? valueAt(item, "source") : item) ?? [],
  );
}

function readHealthcheck(tree: Tree | undefined): ComposeService["healthcheck"] {
  if (tree?.kind !== "map") return undefined;
  const test = readTexts(valueAt(tree, "test"));
  const isDisabled =
    readBoolean(valueAt(tree, "disable"))?.value === true ||
    test[0]?.value.toUpperCase() === "NONE";
  return { isDisabled, position: positionOf(tree) };
}
