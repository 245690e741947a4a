import { isPlimsollError } from "@plimsoll/core";
import { normaliseCapability } from "../model/name.ts";

/** How a container is started, as a compose file or an engine tells it; what is absent is the engine's default. */
export interface ContainerSettings {
  /** `image` for the engine's defaults, else file and service: `compose.yaml: services.web`. */
  origin: string;
  /** In place of the image's user: `name`, `uid`, with `:group` or without. */
  user?: string;
  privileged?: boolean;
  capAdd?: readonly string[];
  capDrop?: readonly string[];
  /** Docker's form: `no-new-privileges:true`, `seccomp=unconfined`, `apparmor:profile`. */
  securityOpt?: readonly string[];
}

/** The security options that matter here. */
export interface SecurityOptions {
  noNewPrivileges: boolean;
  /** Parts of the engine's protection that are switched off: `seccomp`, `apparmor`, `label`, `systempaths`. */
  unconfined: readonly string[];
}

/** Reads Docker's security options; `:` and `=` both separate a name from its value. */
export function readSecurityOptions(options: readonly string[] = []): SecurityOptions {
  let noNewPrivileges = false;
  const unconfined = new Set<string>();
  for (const option of options) {
    const [, name = "", value = ""] = /^\s*([\w-]+)\s*(?:[:=]\s*(.*?)\s*)?$/.exec(option) ?? [];
    if (name === "no-new-privileges") noNewPrivileges = /^(?:|1|t|true)$/i.test(value);
    else if (value === "unconfined") unconfined.add(name);
    // SELinux: `label:disable` switches the confinement off.
    else if (name === "label" && value === "disable") unconfined.add(name);
  }
  return { noNewPrivileges, unconfined: [...unconfined].sort() };
}

/** The names of a list that are capabilities, normalised, and the ones that are not. */
export function sortNames(names: readonly string[] = []): { known: string[]; unknown: string[] } {
  const known: string[] = [];
  const unknown: string[] = [];
  for (const name of names) {
    try {
      known.push(normaliseCapability(name));
    } catch (error) {
      if (!isPlimsollError(error)) throw error;
      unknown.push(name);
    }
  }
  return { known, unknown };
}
