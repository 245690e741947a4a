import { allCapabilities, type CapabilityMask, maskOf, namesOf } from "./mask.ts";
import { all, normaliseCapability } from "./name.ts";

/** The 14 capabilities that Docker gives a container by default (moby, oci/caps/defaults.go). */
export const dockerDefaults: CapabilityMask = maskOf([
  "CAP_CHOWN",
  "CAP_DAC_OVERRIDE",
  "CAP_FSETID",
  "CAP_FOWNER",
  "CAP_MKNOD",
  "CAP_NET_RAW",
  "CAP_SETGID",
  "CAP_SETUID",
  "CAP_SETFCAP",
  "CAP_SETPCAP",
  "CAP_NET_BIND_SERVICE",
  "CAP_SYS_CHROOT",
  "CAP_KILL",
  "CAP_AUDIT_WRITE",
]);

/** What decides over a container's capabilities. */
export interface CapabilitySettings {
  privileged?: boolean;
  capAdd?: readonly string[];
  capDrop?: readonly string[];
}

/**
 * The bounding set that Docker gives a container. `privileged` gives all and ignores the rest.
 * `cap_add: [ALL]` gives all but those dropped by name. `cap_drop: [ALL]` gives only those added.
 * Otherwise the defaults without those dropped, and then those added: a capability in both lists
 * is held. (moby, oci/caps/utils.go, TweakCapabilities)
 *
 * @throws PlimsollError `INVALID_ARGUMENT` for a name that Docker would refuse
 */
export function dockerCapabilities(settings: CapabilitySettings): CapabilityMask {
  if (settings.privileged === true) return allCapabilities;
  const added = (settings.capAdd ?? []).map(normaliseCapability);
  const dropped = (settings.capDrop ?? []).map(normaliseCapability);
  if (added.includes(all)) return allCapabilities & ~maskOf(dropped);
  if (dropped.includes(all)) return maskOf(added);
  return (dockerDefaults & ~maskOf(dropped)) | maskOf(added);
}

/** For each capability held, the setting that gave it: `privileged`, `default` or `cap_add`. */
export function originOf(name: string, settings: CapabilitySettings): string {
  if (settings.privileged === true) return "privileged";
  const isDropped = (settings.capDrop ?? [])
    .map(normaliseCapability)
    .some((dropped) => dropped === all || dropped === name);
  return !isDropped && defaultNames.has(name) ? "default" : "cap_add";
}

const defaultNames: ReadonlySet<string> = new Set(namesOf(dockerDefaults));
