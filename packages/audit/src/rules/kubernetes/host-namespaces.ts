import type { KubernetesFile, Workload } from "../../kubernetes/types.ts";
import { removeSetting } from "../../yaml/edit.ts";
import type { Field } from "../../yaml/fields.ts";
import { judgeWorkloads, observe } from "./observe.ts";
import { standardRule } from "./standards.ts";

/** hostNetwork: true */
export const hostNetwork = standardRule({
  id: "kubernetes-host-network",
  title: "The pod shares the network of the node",
  severity: "high",
  description:
    "It reaches what listens on the node's loopback, sees the node's traffic, and network policies no longer hold it.",
  remediation: "Remove hostNetwork, and reach the pod through a Service.",
  pss: "hostNamespaces",
  trivy: ["KSV-0009"],
  checkov: ["CKV_K8S_19"],
  check: (file) => judgeSwitch(file, "hostNetwork", ({ hostNetwork }) => hostNetwork),
});

/** hostPID: true */
export const hostPid = standardRule({
  id: "kubernetes-host-pid",
  title: "The pod shares the processes of the node",
  severity: "high",
  description:
    "It sees every process of the node, and as root reads their environment and memory through /proc.",
  remediation: "Remove hostPID.",
  pss: "hostNamespaces",
  trivy: ["KSV-0010"],
  checkov: ["CKV_K8S_17"],
  check: (file) => judgeSwitch(file, "hostPID", ({ hostPid }) => hostPid),
});

/** hostIPC: true */
export const hostIpc = standardRule({
  id: "kubernetes-host-ipc",
  title: "The pod shares the shared memory of the node",
  severity: "high",
  description: "It may read and change what processes of the node keep in shared memory.",
  remediation: "Remove hostIPC.",
  pss: "hostNamespaces",
  trivy: ["KSV-0008"],
  checkov: ["CKV_K8S_18"],
  check: (file) => judgeSwitch(file, "hostIPC", ({ hostIpc }) => hostIpc),
});

function judgeSwitch(
  file: KubernetesFile,
  key: string,
  fieldOf: (workload: Workload) => Field<boolean> | undefined,
) {
  return judgeWorkloads(file, (place, workload) => {
    const field = fieldOf(workload);
    if (field?.value !== true) return [];
    const fix = removeSetting(file, key, field, `Remove ${key}.`);
    return [observe(place, key, field, `${key}: ${field.text}`, { fix })];
  });
}
