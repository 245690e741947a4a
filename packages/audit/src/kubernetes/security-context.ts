import type { Field } from "../yaml/fields.ts";
import {
  branchAt,
  readBranches,
  readField,
  readFields,
  readFlag,
  readNumber,
  readNumbers,
} from "../yaml/fields.ts";
import type { Branch } from "../yaml/tree.ts";
import { valueAt } from "../yaml/value-at.ts";
import type { SecurityContext } from "./types.ts";

/** Reads `securityContext` of a pod or container. */
export function readSecurityContext(owner: Branch): SecurityContext | undefined {
  const context = branchAt(owner, "securityContext");
  if (context === undefined) return undefined;
  const at = (...keys: string[]) => valueAt(context, ...keys);
  return {
    line: context.line,
    column: context.column,
    privileged: readFlag(at("privileged")),
    allowPrivilegeEscalation: readFlag(at("allowPrivilegeEscalation")),
    readOnlyRootFilesystem: readFlag(at("readOnlyRootFilesystem")),
    runAsNonRoot: readFlag(at("runAsNonRoot")),
    runAsUser: readNumber(at("runAsUser")),
    runAsGroup: readNumber(at("runAsGroup")),
    fsGroup: readNumber(at("fsGroup")),
    supplementalGroups: readNumbers(at("supplementalGroups")),
    procMount: readField(at("procMount")),
    seccomp: readProfile(context, "seccompProfile"),
    appArmor: readProfile(context, "appArmorProfile"),
    seLinux: readSeLinux(context),
    capabilities: readCapabilities(context),
    capabilitiesAdded: readFields(at("capabilities", "add")),
    capabilitiesDropped: readFields(at("capabilities", "drop")),
    hostProcess: readFlag(at("windowsOptions", "hostProcess")),
    sysctls: readBranches(at("sysctls")).flatMap(
      (sysctl) => readField(valueAt(sysctl, "name")) ?? [],
    ),
  };
}

function readSeLinux(context: Branch): SecurityContext["seLinux"] {
  const options = branchAt(context, "seLinuxOptions");
  if (options === undefined) return undefined;
  const text = (key: string) => readField(valueAt(options, key));
  return { type: text("type"), user: text("user"), role: text("role") };
}

function readProfile(context: Branch, key: string): Field<string> | undefined {
  const profile = branchAt(context, key);
  if (profile === undefined) return undefined;
  const { line, column } = profile;
  return readField(valueAt(profile, "type")) ?? { value: "", text: "", line, column };
}

function readCapabilities(context: Branch): SecurityContext["capabilities"] {
  const branch = branchAt(context, "capabilities");
  const place = branch ?? context.entries.get("capabilities")?.key;
  return place && { line: place.line, column: place.column, isEmpty: branch === undefined };
}
