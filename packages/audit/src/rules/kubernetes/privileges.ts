import { removeSetting } from "../../yaml/edit.ts";
import { setInContext } from "./edit.ts";
import { judgeContainers, judgeContexts, observe, placeOf } from "./observe.ts";
import { standardRule } from "./standards.ts";

/** privileged: true */
export const privileged = standardRule({
  id: "kubernetes-privileged",
  title: "The container is privileged",
  severity: "critical",
  description:
    "It holds every capability, sees every device, and runs without seccomp and AppArmor: its root is root of the node.",
  remediation: "Remove privileged; add the one capability that is needed.",
  pss: "privileged",
  trivy: ["KSV-0017"],
  checkov: ["CKV_K8S_16"],
  check: (file) =>
    judgeContainers(file, (place, { securityContext }) => {
      const field = securityContext?.privileged;
      if (field?.value !== true) return [];
      const fix = setInContext(place, "privileged", field, "false");
      const value = `privileged: ${field.text}`;
      return [observe(place, "securityContext.privileged", field, value, { fix })];
    }),
});

/** windowsOptions.hostProcess: true */
export const hostProcess = standardRule({
  id: "kubernetes-host-process",
  title: "The container is a process of the Windows node",
  severity: "high",
  description:
    "A HostProcess container has no isolation: it acts on the node with its user's rights.",
  remediation: "Remove windowsOptions.hostProcess.",
  pss: "windowsHostProcess",
  trivy: ["KSV-0103"],
  check: (file) =>
    judgeContexts(file, (place, { hostProcess }) =>
      hostProcess?.value === true
        ? [
            observe(
              place,
              "securityContext.windowsOptions.hostProcess",
              hostProcess,
              `hostProcess: ${hostProcess.text}`,
              {
                fix: removeSetting(
                  place.file,
                  "hostProcess",
                  hostProcess,
                  "Remove windowsOptions.hostProcess.",
                ),
              },
            ),
          ]
        : [],
    ),
});

/** allowPrivilegeEscalation that is not false */
export const privilegeEscalation = standardRule({
  id: "kubernetes-privilege-escalation",
  title: "A process may gain more privileges than its parent",
  severity: "medium",
  description:
    "A process of an unprivileged user may become root through any set-uid program in the image.",
  remediation: "Set securityContext.allowPrivilegeEscalation: false for the container.",
  pss: "allowPrivilegeEscalation",
  trivy: ["KSV-0001"],
  checkov: ["CKV_K8S_20"],
  check: (file) =>
    judgeContainers(file, (place, { securityContext }, { isWindows }) => {
      // Since 1.25 Windows pods are exempt, where the field means nothing.
      if (file.minor < 8 || (isWindows && file.minor >= 25)) return [];
      const field = securityContext?.allowPrivilegeEscalation;
      if (field?.value === false) return [];
      const value = `allowPrivilegeEscalation${field ? `: ${field.text}` : " is not set"}`;
      const at = field ?? placeOf(place);
      const fix = setInContext(place, "allowPrivilegeEscalation", field, "false");
      return [observe(place, "securityContext.allowPrivilegeEscalation", at, value, { fix })];
    }),
});
