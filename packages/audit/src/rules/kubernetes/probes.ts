import type { Container, KubernetesFile, Workload } from "../../kubernetes/types.ts";
import type { KubernetesRule } from "../../rule/types.ts";
import type { Position } from "../../text/position.ts";
import { judgeContainers, observe, placeOf } from "./observe.ts";

const page =
  "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/";

/** No livenessProbe */
export const livenessProbe: KubernetesRule = {
  id: "kubernetes-liveness-probe",
  target: "kubernetes",
  title: "No liveness probe",
  severity: "negligible",
  description:
    "A program that hangs goes on hanging: the kubelet sees only that the process exists.",
  remediation: "Add a livenessProbe.",
  references: [page],
  peers: { checkov: ["CKV_K8S_8"] },
  check: (file) => judgeProbe(file, "livenessProbe", (container) => container.livenessProbe),
};

/** No readinessProbe */
export const readinessProbe: KubernetesRule = {
  id: "kubernetes-readiness-probe",
  target: "kubernetes",
  title: "No readiness probe",
  severity: "negligible",
  description: "Services send requests to the pod before it can answer, and when it no longer can.",
  remediation: "Add a readinessProbe.",
  references: [page],
  peers: { checkov: ["CKV_K8S_9"] },
  check: (file) => judgeProbe(file, "readinessProbe", (container) => container.readinessProbe),
};

function judgeProbe(
  file: KubernetesFile,
  key: string,
  probeOf: (container: Container) => Position | undefined,
) {
  return judgeContainers(file, (place, container, workload) =>
    isServing(container, workload) && probeOf(container) === undefined
      ? [observe(place, key, placeOf(place), `${key} is not set`)]
      : [],
  );
}

/** What runs to its end is not probed. */
function isServing({ group, restartPolicy }: Container, { kind }: Workload): boolean {
  if (kind === "Job" || kind === "CronJob") return false;
  if (group === "initContainers") return restartPolicy?.value === "Always";
  return group === "containers";
}
