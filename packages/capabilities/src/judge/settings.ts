import type { ContainerPrivileges, Finding, Severity } from "@plimsoll/core";
import { type ContainerSettings, readSecurityOptions, sortNames } from "../describe/settings.ts";
import { dockerDefaults } from "../model/docker.ts";
import { maskOf, namesOf } from "../model/mask.ts";
import { nearestCapability } from "../model/name.ts";
import {
  capabilitiesManual,
  containerFinding,
  dockerRunManual,
  nameOf,
} from "./container-finding.ts";

/**
 * `cap_add` for a user other than root: Docker sets no ambient capabilities, so the program starts
 * with none (capabilities(7); moby issue 50083).
 */
export function judgeCapAddWithoutEffect(container: ContainerPrivileges): Finding[] {
  if (container.isRoot || container.privileged) return [];
  const held = new Set(container.effective.map(({ name }) => name));
  const added = namesOf(maskOf(container.bounding) & ~dockerDefaults);
  const idle = added.filter((name) => !held.has(name));
  if (idle.length === 0) return [];
  return [
    containerFinding(container, {
      rule: "cap-add-without-effect",
      severity: "low",
      title: `${nameOf(container)} adds ${idle.join(", ")}, but its user ${container.user} does not get ${idle.length === 1 ? "it" : "them"}`,
      description:
        "Docker puts added capabilities into the bounding set only. A program started by a user other than root holds none of them, yet a setuid program in the image can still use them.",
      value: `user: ${container.user}; bounding set: ${container.bounding.join(", ")}`,
      fix: {
        description:
          "Remove them from `cap_add`, or give them to the one program that needs them with setcap(8) in the image.",
      },
      references: [capabilitiesManual],
    }),
  ];
}

/** Names in `cap_add` and `cap_drop` that are no capability: the engine refuses to start. */
export function judgeUnknownCapabilities(settings: ContainerSettings): Finding[] {
  const { capAdd = [], capDrop = [] } = settings;
  return sortNames([...capAdd, ...capDrop]).unknown.map((name) => {
    const shown = name.slice(0, 80);
    return containerFinding(settings, {
      rule: "unknown-capability",
      severity: "medium",
      title: `${nameOf(settings)} names a capability that does not exist: ${shown}`,
      description: "The engine refuses to create such a container.",
      about: name,
      value: shown,
      fix: { description: `Did you mean ${nearestCapability(prefixed(name)).slice(4)}?` },
      references: [capabilitiesManual],
    });
  });
}

function prefixed(name: string): string {
  const upper = name.trim().toUpperCase();
  return upper.startsWith("CAP_") ? upper : `CAP_${upper}`;
}

interface Confinement {
  severity: Severity;
  name: string;
  keeps: string;
  /** Recommendations of the CIS Docker Benchmark 1.6.0. */
  cis: string[];
}

/** What each part of the engine's protection keeps away. */
const confinements: Readonly<Record<string, Confinement>> = {
  seccomp: {
    severity: "high",
    name: "seccomp",
    keeps:
      "It keeps about seventy system calls from the container, among them those that most kernel exploits start with.",
    cis: ["5.22"],
  },
  apparmor: {
    severity: "medium",
    name: "AppArmor",
    keeps:
      "It keeps the container from mounting and from writing to sensitive files of /proc and /sys.",
    cis: ["5.2"],
  },
  label: {
    severity: "medium",
    name: "SELinux",
    keeps: "It keeps the container's processes from files and processes that are not its own.",
    cis: ["5.3"],
  },
  systempaths: {
    severity: "high",
    name: "the masking of /proc and /sys",
    keeps:
      "It keeps the container from kernel settings such as core_pattern, which run programs on the host.",
    cis: ["5.4"],
  },
};

/** Parts of the engine's protection that a container switches off. */
export function judgeConfinement(settings: ContainerSettings): Finding[] {
  const { unconfined } = readSecurityOptions(settings.securityOpt);
  return Object.entries(confinements).flatMap(([option, { severity, name, keeps, cis }]) => {
    if (!unconfined.includes(option)) return [];
    return containerFinding(settings, {
      rule: "confinement-disabled",
      severity,
      title: `${nameOf(settings)} switches off ${name}`,
      description: keeps,
      about: option,
      value: (settings.securityOpt ?? []).filter((line) => line.includes(option)).join(", "),
      fix: {
        description: `Remove the option, or replace it by a profile that allows just what is needed beyond the default.`,
      },
      references: [dockerRunManual],
      peers: { cis },
    });
  });
}
