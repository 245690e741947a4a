import type { SecurityContext } from "../../kubernetes/types.ts";
import { references } from "../../rule/references.ts";
import type { KubernetesRule } from "../../rule/types.ts";
import { setScalar } from "../../yaml/edit.ts";
import type { Field } from "../../yaml/fields.ts";
import { setInContext } from "./edit.ts";
import { judgeContainers, judgeContexts, judgeWorkloads, observe, placeOf } from "./observe.ts";
import { standardRule } from "./standards.ts";

/** runAsNonRoot that is not true */
export const runAsNonRoot = standardRule({
  id: "kubernetes-run-as-non-root",
  title: "Nothing keeps the container from running as root",
  severity: "medium",
  description:
    "Where the image has no other user, the process is root, and one that breaks out is root of the node.",
  remediation: "Set securityContext.runAsNonRoot: true for the pod.",
  references: [references.securityContext],
  pss: "runAsNonRoot",
  trivy: ["KSV-0012"],
  checkov: ["CKV_K8S_23"],
  check: (file) =>
    judgeWorkloads(file, (place, { containers, hostUsers, securityContext }) => {
      // Since 1.35 a pod in a user namespace may: its root is nobody on the node.
      if (file.minor >= 35 && hostUsers?.value === false) return [];
      const key = "securityContext.runAsNonRoot";
      const pod = securityContext?.runAsNonRoot;
      return [
        ...(pod?.value === false
          ? [
              observe(place, key, pod, `runAsNonRoot: ${pod.text}`, {
                fix: setInContext(place, "runAsNonRoot", pod, "true"),
              }),
            ]
          : []),
        ...containers.flatMap((container) => {
          const own = container.securityContext?.runAsNonRoot;
          if ((own ?? pod)?.value === true) return [];
          const value = own ? `runAsNonRoot: ${own.text}` : "runAsNonRoot is not set";
          const each = { ...place, container };
          const fix = setInContext(own ? each : place, "runAsNonRoot", own ?? pod, "true");
          return [observe(each, key, own ?? container, value, { fix })];
        }),
      ];
    }),
});

/** runAsUser: 0 */
export const runAsRoot = standardRule({
  id: "kubernetes-run-as-root",
  title: "The container is run as root",
  severity: "high",
  description: "It overrides the user of the image: a process that breaks out is root of the node.",
  remediation: "Remove runAsUser, or name an unprivileged user.",
  references: [references.securityContext],
  pss: "runAsUser",
  trivy: ["KSV-0105"],
  check: (file) => {
    if (file.minor < 23) return { notApplicable: "the check began with Kubernetes 1.23" };
    return judgeContexts(file, (place, { runAsUser }) => {
      if (file.minor >= 35 && place.workload.hostUsers?.value === false) return [];
      if (runAsUser?.value !== 0) return [];
      const fix = setInContext(place, "runAsUser", runAsUser, "10001");
      return [observe(place, "securityContext.runAsUser", runAsUser, "runAsUser: 0", { fix })];
    });
  },
});

/** runAsUser up to 10,000, or not set */
export const lowUserId: KubernetesRule = {
  id: "kubernetes-low-user-id",
  target: "kubernetes",
  title: "The user's number may be that of a user of the node",
  severity: "negligible",
  description:
    "A process that breaks out of the container has the rights of the node's user of the same number.",
  remediation: "Set runAsUser to a number above 10000, or hostUsers: false.",
  references: [references.securityContext],
  peers: { trivy: ["KSV-0020"], checkov: ["CKV_K8S_40"] },
  check: (file) => judgeNumber(file, "runAsUser", (context) => context.runAsUser),
};

/** runAsGroup up to 10,000, or not set */
export const lowGroupId: KubernetesRule = {
  id: "kubernetes-low-group-id",
  target: "kubernetes",
  title: "The group's number may be that of a group of the node",
  severity: "negligible",
  description:
    "A process that breaks out of the container has the rights of the node's group of the same number.",
  remediation: "Set runAsGroup to a number above 10000, or hostUsers: false.",
  references: [references.securityContext],
  peers: { trivy: ["KSV-0021"] },
  check: (file) => judgeNumber(file, "runAsGroup", (context) => context.runAsGroup),
};

/** A primary or supplementary group 0 */
export const rootGroup: KubernetesRule = {
  id: "kubernetes-root-group",
  target: "kubernetes",
  title: "The container is in the group root",
  severity: "low",
  description: "Many files of images and volumes can be written by the group root.",
  remediation: "Name another number in runAsGroup, fsGroup and supplementalGroups.",
  references: [references.securityContext],
  peers: { trivy: ["KSV-0116"] },
  check: (file) =>
    judgeContexts(file, (place, { runAsGroup, fsGroup, supplementalGroups }) =>
      [
        { key: "runAsGroup", fields: runAsGroup ? [runAsGroup] : [] },
        { key: "fsGroup", fields: fsGroup ? [fsGroup] : [] },
        { key: "supplementalGroups", fields: supplementalGroups },
      ].flatMap(({ key, fields }) =>
        fields
          .filter(({ value }) => value === 0)
          .map((field) =>
            observe(place, `securityContext.${key}`, field, `${key}: 0`, {
              fix: setScalar(file, field, "10001", `Set ${key}: 10001.`),
            }),
          ),
      ),
    ),
};

function judgeNumber(
  file: Parameters<KubernetesRule["check"]>[0],
  key: string,
  numberOf: (context: SecurityContext) => Field<number> | undefined,
) {
  return judgeContainers(file, (place, { securityContext }, workload) => {
    if (workload.isWindows || workload.hostUsers?.value === false) return [];
    const own = securityContext && numberOf(securityContext);
    const field = own ?? (workload.securityContext && numberOf(workload.securityContext));
    if (field !== undefined && field.value > 10_000) return [];
    const value = `${key}${field ? `: ${field.text}` : " is not set"}`;
    const whole = { file, workload };
    const fix = setInContext(own ? place : whole, key, field, "10001");
    return [observe(place, `securityContext.${key}`, field ?? placeOf(place), value, { fix })];
  });
}
