import type { Fix } from "@plimsoll/core";
import type {
  Container,
  KubernetesFile,
  SecurityContext,
  Workload,
} from "../../kubernetes/types.ts";
import type { Observation } from "../../rule/types.ts";
import { setScalar } from "../../yaml/edit.ts";
import { addToContext } from "./edit.ts";
import { judgeContexts, judgeWorkloads, observe, type Place, placeOf } from "./observe.ts";
import { standardRule } from "./standards.ts";

const appArmorAnnotation = "container.apparmor.security.beta.kubernetes.io/";

/** AppArmor switched off, in the field or the older annotation */
export const appArmor = standardRule({
  id: "kubernetes-apparmor",
  title: "The AppArmor profile is switched off",
  severity: "medium",
  description:
    "The engine's default profile keeps the container from files and mounts of the node.",
  remediation: "Use RuntimeDefault, or a profile of the node's by Localhost.",
  references: ["https://kubernetes.io/docs/tutorials/security/apparmor/"],
  pss: "appArmorProfile",
  trivy: ["KSV-0002"],
  check: (file) => {
    const fields = judgeContexts(file, (place, { appArmor }) =>
      appArmor === undefined || ["RuntimeDefault", "Localhost"].includes(appArmor.value)
        ? []
        : [
            observe(
              place,
              "securityContext.appArmorProfile.type",
              appArmor,
              `appArmorProfile.type: ${appArmor.text}`,
              { fix: setProfile(place.file, appArmor, "appArmorProfile") },
            ),
          ],
    );
    if ("notApplicable" in fields) return fields;
    return [...fields, ...file.workloads.flatMap((workload) => annotated(file, workload))];
  },
});

function annotated(file: KubernetesFile, workload: Workload): Observation[] {
  return workload.annotations
    .filter(
      ({ name, value }) =>
        name.startsWith(appArmorAnnotation) &&
        value !== "" &&
        value !== "runtime/default" &&
        !value.startsWith("localhost/"),
    )
    .map((annotation) =>
      observe(
        { file, workload },
        "metadata.annotations",
        annotation,
        `${annotation.name}: ${annotation.text}`,
      ),
    );
}

const podSeccompAnnotation = "seccomp.security.alpha.kubernetes.io/pod";
const seccompAnnotation = "container.seccomp.security.alpha.kubernetes.io/";

/** seccompProfile.type: Unconfined */
export const seccompUnconfined = standardRule({
  id: "kubernetes-seccomp-unconfined",
  title: "The seccomp profile is switched off",
  severity: "high",
  description:
    "The default profile keeps rarely needed and often attacked parts of the kernel out of reach.",
  remediation: "Use RuntimeDefault, or a profile of one's own by Localhost.",
  references: ["https://kubernetes.io/docs/tutorials/security/seccomp/"],
  pss: "seccompProfile_baseline",
  trivy: ["KSV-0104"],
  check: (file) => {
    // Before 1.19 there were annotations in place of the field.
    if (file.minor < 19) {
      return judgeWorkloads(file, (place, { annotations }) =>
        annotations
          .filter(
            ({ name, value }) =>
              (name === podSeccompAnnotation || name.startsWith(seccompAnnotation)) &&
              !isSeccompAnnotation(value),
          )
          .map((annotation) =>
            observe(
              place,
              "metadata.annotations",
              annotation,
              `${annotation.name}: ${annotation.text}`,
            ),
          ),
      );
    }
    return judgeContexts(file, (place, { seccomp }) =>
      seccomp === undefined || isSeccomp(seccomp.value) ? [] : [observeSeccomp(place, seccomp)],
    );
  },
});

/** No seccompProfile, for the container or the pod */
export const seccompMissing = standardRule({
  id: "kubernetes-seccomp-missing",
  title: "No seccomp profile is set",
  severity: "low",
  description:
    "Unless the kubelet sets a default, Kubernetes runs pods without a profile: every system call of the kernel is open to them.",
  remediation: "Set securityContext.seccompProfile.type: RuntimeDefault for the pod.",
  references: ["https://kubernetes.io/docs/tutorials/security/seccomp/"],
  pss: "seccompProfile_restricted",
  trivy: ["KSV-0030"],
  checkov: ["CKV_K8S_31"],
  check: (file) =>
    judgeWorkloads(file, (place, workload) => {
      if (file.minor < 19 || (workload.isWindows && file.minor >= 25)) return [];
      const pod = workload.securityContext?.seccomp;
      const isPodSound = pod !== undefined && isSeccomp(pod.value);
      return [
        ...(pod !== undefined && !isPodSound ? [observeSeccomp(place, pod)] : []),
        ...workload.containers.flatMap((container) => {
          const own = container.securityContext?.seccomp;
          const each = { ...place, container };
          if (own === undefined) return isPodSound ? [] : [observeSeccomp(each)];
          return isSeccomp(own.value) ? [] : [observeSeccomp(each, own)];
        }),
      ];
    }),
});

function observeSeccomp(place: Place, field?: SecurityContext["seccomp"]): Observation {
  const value = `seccompProfile${field ? `.type: ${field.text}` : " is not set"}`;
  const fix = field
    ? setProfile(place.file, field, "seccompProfile")
    : addToContext(
        hasOwnSeccomp(place.workload) ? place : { file: place.file, workload: place.workload },
        { seccompProfile: { type: "RuntimeDefault" } },
        "Set seccompProfile.type: RuntimeDefault.",
      );
  return observe(place, "securityContext.seccompProfile", field ?? placeOf(place), value, { fix });
}

/** Whether the pod has a profile already: what is missing then is a container's. */
function hasOwnSeccomp({ securityContext }: Workload): boolean {
  return securityContext?.seccomp !== undefined;
}

function setProfile(
  file: KubernetesFile,
  field: NonNullable<SecurityContext["seccomp"]>,
  key: string,
): Fix {
  const description = `Set ${key}.type: RuntimeDefault.`;
  return field.text === ""
    ? { description }
    : setScalar(file, field, "RuntimeDefault", description);
}

function isSeccomp(type: string): boolean {
  return type === "RuntimeDefault" || type === "Localhost";
}

function isSeccompAnnotation(value: string): boolean {
  return ["runtime/default", "docker/default"].includes(value) || value.startsWith("localhost/");
}

/** seLinuxOptions with a type of one's own, a user or a role */
export const seLinux = standardRule({
  id: "kubernetes-selinux",
  title: "SELinux options beyond those of containers are set",
  severity: "medium",
  description: "Another type, user or role may take the container out of SELinux's confinement.",
  remediation: "Remove user and role; use the type container_t or none.",
  pss: "seLinuxOptions",
  trivy: ["KSV-0025"],
  check: (file) =>
    judgeContexts(file, (place, { seLinux }) => {
      const { type, user, role } = seLinux ?? {};
      const wrong = [
        ...(type && !isSeLinuxType(type.value, file.minor) ? [["type", type] as const] : []),
        ...(user && user.value !== "" ? [["user", user] as const] : []),
        ...(role && role.value !== "" ? [["role", role] as const] : []),
      ];
      return wrong.map(([name, field]) =>
        observe(
          place,
          `securityContext.seLinuxOptions.${name}`,
          field,
          `seLinuxOptions.${name}: ${field.text}`,
        ),
      );
    }),
});

function isSeLinuxType(type: string, minor: number): boolean {
  if (["", "container_t", "container_init_t", "container_kvm_t"].includes(type)) return true;
  return type === "container_engine_t" && minor >= 31;
}

/** procMount: Unmasked */
export const procMount = standardRule({
  id: "kubernetes-proc-mount",
  title: "The masks of /proc are taken off",
  severity: "high",
  description: "Unmasked, /proc shows and lets change settings of the node's kernel.",
  remediation: "Remove procMount; or set hostUsers: false, with which the pod has its own users.",
  pss: "procMount",
  trivy: ["KSV-0027"],
  check: (file) =>
    judgeWorkloads(file, (place, { containers, hostUsers }) => {
      // Since 1.35 a pod in a user namespace may.
      if (file.minor >= 35 && hostUsers?.value === false) return [];
      return unmasked(place, containers);
    }),
});

/** procMount: Unmasked, also in a user namespace */
export const procMountRestricted = standardRule({
  id: "kubernetes-proc-mount-user-namespace",
  title: "The masks of /proc are taken off in a user namespace",
  severity: "low",
  description:
    "The pod's root is not the node's, but the kernel's code behind these files is still open to attack.",
  remediation: "Remove procMount.",
  pss: "procMount_restricted",
  check: (file) =>
    judgeWorkloads(file, (place, { containers, hostUsers }) => {
      if (file.minor < 35) return [];
      // Without a user namespace the baseline check says it.
      if (hostUsers?.value !== false) return [];
      return unmasked(place, containers);
    }),
});

function unmasked(place: Place, containers: readonly Container[]): Observation[] {
  return containers.flatMap((container) => {
    const field = container.securityContext?.procMount;
    if (field === undefined || field.value === "Default") return [];
    const each = { ...place, container };
    const fix = setScalar(place.file, field, "Default", "Set procMount: Default.");
    const value = `procMount: ${field.text}`;
    return [observe(each, "securityContext.procMount", field, value, { fix })];
  });
}
