import type { Fix } from "@plimsoll/core";
import type { Container, KubernetesFile } from "../../kubernetes/types.ts";
import type { KubernetesRule } from "../../rule/types.ts";
import { addToMap, setScalar } from "../../yaml/edit.ts";
import type { Field } from "../../yaml/fields.ts";
import { addBeside } from "./edit.ts";
import { judgeContainers, observe, type Place, placeOf } from "./observe.ts";

const page = "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/";

/** No memory limit */
export const memoryLimit: KubernetesRule = {
  id: "kubernetes-memory-limit",
  target: "kubernetes",
  title: "No memory limit",
  severity: "low",
  description: "A leak or an attack takes the memory of the node, and other pods are ended for it.",
  remediation: "Set resources.limits.memory.",
  references: [page],
  peers: { trivy: ["KSV-0018"], checkov: ["CKV_K8S_13"] },
  check: (file) => judgeAmount(file, "limits.memory", ({ limits }) => limits.memory),
};

/** No memory request */
export const memoryRequest: KubernetesRule = {
  id: "kubernetes-memory-request",
  target: "kubernetes",
  title: "No memory request",
  severity: "negligible",
  description:
    "The scheduler does not know what the pod needs, and may fill a node past its memory.",
  remediation: "Set resources.requests.memory.",
  references: [page],
  peers: { trivy: ["KSV-0016"], checkov: ["CKV_K8S_12"] },
  // A limit without a request is the request.
  check: (file) =>
    judgeAmount(
      file,
      "requests.memory",
      ({ requests, limits }) => requests.memory ?? limits.memory,
    ),
};

/** No CPU limit */
export const cpuLimit: KubernetesRule = {
  id: "kubernetes-cpu-limit",
  target: "kubernetes",
  title: "No limit of processor time",
  severity: "negligible",
  description: "The container may use all of the node's processors that others did not request.",
  remediation: "Set resources.limits.cpu, or a LimitRange for the namespace.",
  references: [page],
  peers: { trivy: ["KSV-0011"], checkov: ["CKV_K8S_11"] },
  check: (file) => judgeAmount(file, "limits.cpu", ({ limits }) => limits.cpu),
};

/** No CPU request */
export const cpuRequest: KubernetesRule = {
  id: "kubernetes-cpu-request",
  target: "kubernetes",
  title: "No request of processor time",
  severity: "negligible",
  description: "Under load the container gets next to no processor time.",
  remediation: "Set resources.requests.cpu.",
  references: [page],
  peers: { trivy: ["KSV-0015"], checkov: ["CKV_K8S_10"] },
  check: (file) =>
    judgeAmount(file, "requests.cpu", ({ requests, limits }) => requests.cpu ?? limits.cpu),
};

/** What a fix writes: much for a small service, little for a node. */
const amounts = {
  "limits.memory": "512Mi",
  "requests.memory": "128Mi",
  "limits.cpu": "1",
  "requests.cpu": "100m",
} as const;
type Amount = keyof typeof amounts;

function fixAmount(
  place: Place,
  { resources }: Container,
  key: Amount,
  amount: Field<string> | undefined,
): Fix {
  const description = `Set resources.${key}: ${amounts[key]}.`;
  if (amount !== undefined) return setScalar(place.file, amount, amounts[key], description);
  const [group, resource] = key.split(".") as ["limits" | "requests", string];
  const setting = { [resource]: key === "limits.cpu" ? '"1"' : amounts[key] };
  const own = resources[group];
  if (own !== undefined) return addToMap(place.file, own, setting, description);
  return resources.resources === undefined
    ? addBeside(place, { resources: { [group]: setting } }, description)
    : addToMap(place.file, resources.resources, { [group]: setting }, description);
}

function judgeAmount(
  file: KubernetesFile,
  key: Amount,
  amountOf: (container: Container) => Field<string> | undefined,
) {
  return judgeContainers(file, (place, container) => {
    // The API refuses resources of ephemeral containers.
    if (container.group === "ephemeralContainers") return [];
    const amount = amountOf(container);
    if (amount !== undefined && !/^0+[a-z]*$/i.test(amount.value)) return [];
    const value = `${key}${amount ? `: ${amount.text}` : " is not set"}`;
    const fix = fixAmount(place, container, key, amount);
    return [observe(place, `resources.${key}`, amount ?? placeOf(place), value, { fix })];
  });
}
