import { parseAnnotation } from "../rule/pragma.ts";
import { branchAt, readBranches, readField, readFlag } from "../yaml/fields.ts";
import type { Branch } from "../yaml/tree.ts";
import { valueAt } from "../yaml/value-at.ts";
import type { Budget } from "./budget.ts";
import { readContainer } from "./container.ts";
import { readSecurityContext } from "./security-context.ts";
import type { Container, PodVolume, Workload } from "./types.ts";

/**
 * Where the pod, with its own `metadata` and `spec`, lies in an object of each kind that bears one
 * (https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/).
 */
const podPaths: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  PodTemplate: ["template"],
  ReplicationController: ["spec", "template"],
  ReplicaSet: ["spec", "template"],
  Deployment: ["spec", "template"],
  StatefulSet: ["spec", "template"],
  DaemonSet: ["spec", "template"],
  Job: ["spec", "template"],
  CronJob: ["spec", "jobTemplate", "spec", "template"],
};

/** The kinds of object that bear a pod. */
export const podKinds: readonly string[] = Object.keys(podPaths);

/** Nearly every rule looks at every container. */
const containerWeight = 10;

const groups = ["initContainers", "containers", "ephemeralContainers"] as const;

/** Reads an object that bears a pod; undefined for other kinds, and where it has no `spec`. */
export function readWorkload(object: Branch, budget: Budget): Workload | undefined {
  const kind = readField(valueAt(object, "kind"))?.value ?? "";
  if (!Object.hasOwn(podPaths, kind)) return undefined;
  const pod = podPaths[kind]!.length === 0 ? object : branchAt(object, ...podPaths[kind]!);
  const spec = pod && branchAt(pod, "spec");
  if (pod === undefined || spec === undefined) return undefined;
  const name = readField(valueAt(object, "metadata", "name"));
  const generated = readField(valueAt(object, "metadata", "generateName"));
  const at = (...keys: string[]) => valueAt(spec, ...keys);
  const specKey = pod.entries.get("spec")?.key ?? spec;
  return {
    line: object.line,
    column: object.column,
    apiVersion: readField(valueAt(object, "apiVersion")),
    kind,
    name: name?.value ?? generated?.value ?? "",
    namespace: readField(valueAt(object, "metadata", "namespace")),
    spec: { line: specKey.line, column: specKey.column },
    specStart: { line: spec.line, column: spec.column },
    annotations: readAnnotations(pod),
    pragmas: [object, ...(pod === object ? [] : [pod])].flatMap((each) =>
      readAnnotations(each).flatMap(
        ({ name, value, line }) => parseAnnotation(name, value, line) ?? [],
      ),
    ),
    isWindows: readField(at("os", "name"))?.value === "windows",
    hostNetwork: readFlag(at("hostNetwork")),
    hostPid: readFlag(at("hostPID")),
    hostIpc: readFlag(at("hostIPC")),
    hostUsers: readFlag(at("hostUsers")),
    serviceAccount: readField(at("serviceAccountName") ?? at("serviceAccount")),
    automountToken: readFlag(at("automountServiceAccountToken")),
    securityContext: readSecurityContext(spec),
    volumes: budget.spend(readBranches(at("volumes"))).map(readVolume),
    containers: groups.flatMap((group): Container[] =>
      budget
        .spend(readBranches(at(group)), containerWeight)
        .map((container) => readContainer(container, group, budget)),
    ),
  };
}

function readVolume(branch: Branch): PodVolume {
  const types = [...branch.entries.keys()].filter(
    (key) => key !== "name" && valueAt(branch, key) !== undefined,
  );
  const hostPath = branchAt(branch, "hostPath");
  return {
    line: branch.line,
    column: branch.column,
    name: readField(valueAt(branch, "name"))?.value ?? "",
    types,
    hostPath: hostPath && readField(valueAt(hostPath, "path")),
  };
}

function readAnnotations(pod: Branch): Workload["annotations"] {
  const annotations = branchAt(pod, "metadata", "annotations");
  return [...(annotations?.entries.keys() ?? [])].flatMap((name) => {
    const field = readField(valueAt(annotations!, name));
    return field === undefined ? [] : [{ ...field, name }];
  });
}
