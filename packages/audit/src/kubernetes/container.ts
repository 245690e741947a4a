import type { Field } from "../yaml/fields.ts";
import { branchAt, readBranches, readField, readFields, readNumber } from "../yaml/fields.ts";
import type { Branch, Tree } from "../yaml/tree.ts";
import { valueAt } from "../yaml/value-at.ts";
import type { Budget } from "./budget.ts";
import { readSecurityContext } from "./security-context.ts";
import type { Container, ContainerVariable } from "./types.ts";

/** Reads the keys of a container that rules look at. */
export function readContainer(
  branch: Branch,
  group: Container["group"],
  budget: Budget,
): Container {
  const at = (...keys: string[]) => valueAt(branch, ...keys);
  return {
    line: branch.line,
    column: branch.column,
    group,
    name: readField(at("name"))?.value ?? "",
    image: readField(at("image")),
    imagePullPolicy: readField(at("imagePullPolicy")),
    restartPolicy: readField(at("restartPolicy")),
    command: budget.spend(readFields(at("command"))),
    args: budget.spend(readFields(at("args"))),
    ports: budget.spend(readBranches(at("ports"))).map((port) => ({
      line: port.line,
      column: port.column,
      containerPort: readNumber(valueAt(port, "containerPort")),
      hostPort: readNumber(valueAt(port, "hostPort")),
    })),
    env: budget.spend(readBranches(at("env"))).flatMap((entry) => readVariable(entry) ?? []),
    envFromSecrets: budget
      .spend(readBranches(at("envFrom")))
      .flatMap((entry) => readField(valueAt(entry, "secretRef", "name")) ?? []),
    requests: readAmounts(at("resources", "requests")),
    resources: readPlaces(branch),
    limits: readAmounts(at("resources", "limits")),
    livenessProbe: at("livenessProbe"),
    readinessProbe: at("readinessProbe"),
    probeHosts: readProbeHosts(branch),
    securityContext: readSecurityContext(branch),
  };
}

function readVariable(entry: Branch): ContainerVariable | undefined {
  const name = readField(valueAt(entry, "name"));
  if (name === undefined) return undefined;
  const value = readField(valueAt(entry, "value"));
  const secret = valueAt(entry, "valueFrom", "secretKeyRef");
  const { line, column } = value ?? secret ?? name;
  return {
    name: name.value,
    value: value?.value,
    isFromSecret: secret !== undefined,
    line,
    column,
  };
}

function readAmounts(tree: Tree | undefined): Container["limits"] {
  if (tree?.kind !== "map") return {};
  const cpu = readField(valueAt(tree, "cpu"));
  const memory = readField(valueAt(tree, "memory"));
  return { ...(cpu && { cpu }), ...(memory && { memory }) };
}

function readPlaces(branch: Branch): Container["resources"] {
  const place = (...keys: string[]) => {
    const found = branchAt(branch, "resources", ...keys);
    return found && { line: found.line, column: found.column };
  };
  const [resources, requests, limits] = [place(), place("requests"), place("limits")];
  return {
    ...(resources && { resources }),
    ...(requests && { requests }),
    ...(limits && { limits }),
  };
}

const handlers = [
  ["livenessProbe"],
  ["readinessProbe"],
  ["startupProbe"],
  ["lifecycle", "postStart"],
  ["lifecycle", "preStop"],
];

function readProbeHosts(branch: Branch): Field<string>[] {
  return handlers.flatMap((path) => {
    const handler = branchAt(branch, ...path);
    if (handler === undefined) return [];
    return ["httpGet", "tcpSocket"].flatMap(
      (action) => readField(valueAt(handler, action, "host")) ?? [],
    );
  });
}
