import { references } from "../../rule/references.ts";
import type { ComposeRule } from "../../rule/types.ts";
import { removeItem } from "../../yaml/edit.ts";
import { judgeServices, observePrivileged, observeService, unresolvedReason } from "./observe.ts";

/**
 * Capabilities with which root in a container becomes root of the host, or reads what it must not
 * (capabilities(7)). Those of Docker's default set are left out: adding them back after
 * `cap_drop: ALL` is the careful way.
 */
export const dangerousCapabilities: ReadonlyMap<string, string> = new Map([
  ["ALL", "every capability"],
  ["SYS_ADMIN", "mounting file systems and much else"],
  ["SYS_MODULE", "loading kernel modules"],
  ["SYS_PTRACE", "reading and changing other processes"],
  ["SYS_RAWIO", "raw access to memory and devices"],
  ["SYS_BOOT", "restarting the host"],
  ["SYS_TIME", "setting the clock of the host"],
  ["DAC_READ_SEARCH", "reading any file, also of the host"],
  ["NET_ADMIN", "changing networks and firewalls"],
  ["BPF", "loading programs into the kernel"],
  ["PERFMON", "observing the kernel and all processes"],
  ["MAC_ADMIN", "changing the security module's policy"],
  ["MAC_OVERRIDE", "ignoring the security module"],
  ["SYSLOG", "reading kernel addresses"],
  ["CHECKPOINT_RESTORE", "restoring processes at will"],
]);

/** cap_add with a dangerous capability. */
export const dangerousCapability: ComposeRule = {
  id: "compose-dangerous-capability",
  target: "compose",
  title: "A dangerous capability is added",
  severity: "high",
  description: "It undoes a part of what keeps the container's root from being root of the host.",
  remediation: "Drop all capabilities (cap_drop: [ALL]) and add only what the program needs.",
  references: [
    `${references.composeServices}#cap_add`,
    "https://man7.org/linux/man-pages/man7/capabilities.7.html",
  ],
  peers: { kics: ["Capabilities unrestricted"] },
  check(file) {
    return judgeServices(file, (service) => [
      ...observePrivileged(
        file,
        service,
        "cap_add",
        "a privileged container holds every capability",
      ),
      ...service.capAdd.flatMap((setting) => {
        if (setting.unresolved.length > 0) {
          const unknown = unresolvedReason(setting.unresolved);
          return [observeService(file, service, "cap_add", setting, setting.text, { unknown })];
        }
        const name = setting.value.trim().toUpperCase().replace(/^CAP_/, "");
        const lets = dangerousCapabilities.get(name);
        if (lets === undefined) return [];
        const title = `cap_add: ${name} allows ${lets}`;
        const fix = removeItem(file, setting, `Do not add ${name}.`);
        return [observeService(file, service, "cap_add", setting, setting.text, { title, fix })];
      }),
    ]);
  },
};
