import type { Fix } from "@plimsoll/core";
import type { KubernetesFile } from "../../kubernetes/types.ts";
import { references } from "../../rule/references.ts";
import type { KubernetesRule } from "../../rule/types.ts";
import { removeItem } from "../../yaml/edit.ts";
import type { Field } from "../../yaml/fields.ts";
import { dropAll } from "./edit.ts";
import { judgeContainers, observe, placeOf } from "./observe.ts";
import { standardRule } from "./standards.ts";

/** Those of a container engine's default set that a pod may name again (Pod Security Standards, baseline). */
const baselineCapabilities = new Set([
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
]);

const key = "securityContext.capabilities";

/** capabilities.add beyond the default set */
export const capabilitiesBaseline = standardRule({
  id: "kubernetes-capability-added",
  title: "A capability beyond the default set is added",
  severity: "high",
  description: "It undoes a part of what keeps the container's root from being root of the node.",
  remediation: "Drop ALL, and add only what the program needs.",
  pss: "capabilities_baseline",
  trivy: ["KSV-0022"],
  checkov: ["CKV_K8S_25"],
  check: (file) =>
    judgeContainers(file, (place, { securityContext }) =>
      (securityContext?.capabilitiesAdded ?? [])
        .filter(({ value }) => !baselineCapabilities.has(value))
        .map((field) =>
          observe(place, `${key}.add`, field, field.text, {
            title: `The capability ${field.value} is added`,
            fix: removeCapability(file, field),
          }),
        ),
    ),
});

/** capabilities.drop without ALL, and capabilities.add beyond NET_BIND_SERVICE */
export const capabilitiesRestricted = standardRule({
  id: "kubernetes-capabilities-kept",
  title: "The container keeps capabilities",
  severity: "low",
  description:
    "Few programs need any capability; each one kept is a way from a fault in the program to the node.",
  remediation: "Set capabilities.drop: [ALL], and add at most NET_BIND_SERVICE.",
  pss: "capabilities_restricted",
  trivy: ["KSV-0003", "KSV-0106"],
  checkov: ["CKV_K8S_37"],
  check: (file) =>
    judgeContainers(file, (place, { securityContext }, { isWindows }) => {
      if (file.minor < 22 || (isWindows && file.minor >= 25)) return [];
      const { capabilitiesAdded = [], capabilitiesDropped = [] } = securityContext ?? {};
      const dropsAll = capabilitiesDropped.some(({ value }) => value === "ALL");
      const value = "capabilities.drop without ALL";
      const at = capabilitiesDropped[0] ?? placeOf(place);
      return [
        ...(dropsAll ? [] : [observe(place, `${key}.drop`, at, value, { fix: dropAll(place) })]),
        ...capabilitiesAdded
          .filter((field) => field.value !== "NET_BIND_SERVICE")
          .map((field) =>
            observe(place, `${key}.add`, field, field.text, {
              title: `The capability ${field.value} is added`,
              fix: removeCapability(file, field),
            }),
          ),
      ];
    }),
});

/** With these root in a container becomes root of the node (capabilities(7)). */
const dangerous = new Map([
  ["ALL", "everything"],
  ["SYS_ADMIN", "mounting file systems and much else"],
  ["SYS_MODULE", "loading kernel modules"],
  ["SYS_PTRACE", "reading and changing other processes"],
  ["SYS_RAWIO", "raw access to memory and devices"],
  ["SYS_BOOT", "restarting the node"],
  ["DAC_READ_SEARCH", "reading any file"],
  ["BPF", "loading programs into the kernel"],
  ["NET_ADMIN", "changing networks and firewalls"],
]);

/** capabilities.add with one that gives the node away */
export const dangerousCapability: KubernetesRule = {
  id: "kubernetes-dangerous-capability",
  target: "kubernetes",
  title: "A capability is added that gives the node away",
  severity: "high",
  description: "With it a process that breaks out, or need not even break out, controls the node.",
  remediation: "Remove the capability; find the narrow one that the program needs.",
  references: [
    references.securityContext,
    "https://man7.org/linux/man-pages/man7/capabilities.7.html",
  ],
  peers: { trivy: ["KSV-0005", "KSV-0120"], checkov: ["CKV_K8S_39"] },
  check: (file) =>
    judgeContainers(file, (place, { securityContext }) => {
      const privileged = securityContext?.privileged;
      if (privileged?.value === true) {
        const notApplicable =
          "a privileged container holds every capability; see kubernetes-privileged";
        const value = `privileged: ${privileged.text}`;
        return [observe(place, `${key}.add`, privileged, value, { notApplicable })];
      }
      return (securityContext?.capabilitiesAdded ?? []).flatMap((field) => {
        const name = field.value.toUpperCase().replace(/^CAP_/, "");
        const allows = dangerous.get(name);
        if (allows === undefined) return [];
        return [
          observe(place, `${key}.add`, field, field.text, {
            title: `${name} allows ${allows}`,
            fix: removeCapability(file, field),
          }),
        ];
      });
    }),
};

/** NET_RAW, which container engines give by default, is neither dropped nor left out */
export const netRaw: KubernetesRule = {
  id: "kubernetes-net-raw",
  target: "kubernetes",
  title: "The container may forge packets",
  severity: "low",
  description:
    "With NET_RAW, part of the default set of most engines, a container can answer for other pods (ARP, DNS) in its network.",
  remediation: "Set capabilities.drop: [ALL], or at least [NET_RAW].",
  references: [
    references.securityContext,
    "https://man7.org/linux/man-pages/man7/capabilities.7.html",
  ],
  peers: { trivy: ["KSV-0119"], checkov: ["CKV_K8S_28"] },
  check: (file) =>
    judgeContainers(file, (place, { securityContext }, { isWindows }) => {
      if (isWindows) return [];
      const isRaw = ({ value }: { value: string }) => /^(?:CAP_)?NET_RAW$|^ALL$/i.test(value);
      const added = securityContext?.capabilitiesAdded.find(isRaw);
      if (added !== undefined) {
        const fix = removeCapability(file, added);
        return [observe(place, `${key}.add`, added, added.text, { fix })];
      }
      if (securityContext?.capabilitiesDropped.some(isRaw)) return [];
      const value = "capabilities.drop without NET_RAW";
      return [observe(place, `${key}.drop`, placeOf(place), value, { fix: dropAll(place) })];
    }),
};

function removeCapability(file: KubernetesFile, field: Field<string>): Fix {
  return removeItem(file, field, `Do not add ${field.value}.`);
}
