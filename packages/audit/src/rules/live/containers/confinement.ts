import type { LiveContainer, LiveSnapshot } from "../../../live/types.ts";
import { references } from "../../../rule/references.ts";
import { isNoNewPrivileges, isUnconfined } from "../../compose/security-options.ts";
import { containerRule, ofPrivileged, told, wrongIf } from "../observe.ts";

const noProfiles = "a privileged container has no profiles";

/** AppArmor, where the kernel has it. */
export const appArmor = containerRule(
  {
    id: "live-apparmor",
    title: "No AppArmor profile confines the container",
    severity: "medium",
    description:
      "The default profile keeps processes from writing to parts of /proc and /sys and from mounting file systems.",
    remediation: "Make it anew without --security-opt apparmor=unconfined, or name a profile.",
    references: ["https://docs.docker.com/engine/security/apparmor/", references.cis],
  },
  "AppArmorProfile",
  (container, { engine }) =>
    told(engine.securityOptions, "SecurityOptions of /info", (options) => {
      if (!options.some((option) => /^(?:name=)?apparmor\b/.test(option))) {
        return [{ notApplicable: reasonWithout("AppArmor", "selinux", options) }];
      }
      if (container.privileged === true) return ofPrivileged(container, noProfiles);
      if (container.securityOpt?.some((option) => /^apparmor[=:]unconfined$/.test(option))) {
        return wrongIf(true, "SecurityOpt: apparmor=unconfined");
      }
      return told(container.appArmorProfile, "AppArmorProfile", (profile) => {
        // Docker says nothing of the profile while the container never ran.
        if (profile === "" && container.status === "created") {
          return [{ notApplicable: "the container never ran; it starts with the default profile" }];
        }
        return wrongIf(
          profile === "" || profile === "unconfined",
          `AppArmorProfile: ${profile || "none"}`,
        );
      });
    }),
);

/** SELinux, where the engine uses it. */
export const seLinux = containerRule(
  {
    id: "live-selinux",
    title: "No SELinux label confines the container",
    severity: "medium",
    description: "Labels keep processes of one container from files of the host and of others.",
    remediation: "Make it anew without --security-opt label=disable.",
    references: [`${references.runReference}#security-opt`, references.cis],
  },
  "ProcessLabel",
  (container, { engine }) =>
    told(engine.securityOptions, "SecurityOptions of /info", (options) => {
      if (!options.some((option) => /^(?:name=)?selinux\b/.test(option))) {
        return [{ notApplicable: reasonWithout("SELinux", "apparmor", options) }];
      }
      if (container.privileged === true) return ofPrivileged(container, noProfiles);
      if (container.securityOpt?.some((option) => /^label[=:]disable$/.test(option))) {
        return wrongIf(true, "SecurityOpt: label=disable");
      }
      return told(container.processLabel, "ProcessLabel", (label) =>
        wrongIf(
          container.status !== "created" && (label === "" || /:unconfined_t:|:spc_t:/.test(label)),
          `ProcessLabel: ${label || "none"}`,
        ),
      );
    }),
);

/** The kernel's system calls, unfiltered. */
export const seccomp = containerRule(
  {
    id: "live-seccomp",
    title: "The container may make every system call",
    severity: "high",
    description: "The default profile keeps rarely needed and often attacked system calls away.",
    remediation:
      "Make it anew without --security-opt seccomp=unconfined, or with a profile of one's own.",
    references: ["https://docs.docker.com/engine/security/seccomp/", references.cis],
  },
  "HostConfig.SecurityOpt",
  (container, snapshot) => [
    ...ofPrivileged(container, "a privileged container has no seccomp filter"),
    ...(container.privileged === true ? [] : judgeSeccomp(container, snapshot)),
  ],
);

/** Any other profile that is switched off, and paths of /proc left open. */
export const unmaskedPaths = containerRule(
  {
    id: "live-unmasked-paths",
    title: "Paths of /proc and /sys that engines hide are open",
    severity: "high",
    description:
      "Through them a container reads the kernel's memory map and timers and changes settings of the host.",
    remediation: "Make it anew without --security-opt systempaths=unconfined.",
    references: [`${references.runReference}#security-opt`],
  },
  "HostConfig.MaskedPaths",
  (container) => {
    if (container.privileged === true)
      return ofPrivileged(container, "a privileged container sees every path");
    const isOff = container.securityOpt?.some(
      (option) => /^systempaths[=:]/.test(option) && isUnconfined(option),
    );
    // The engine leaves the lists out, or says null, where its default holds.
    return [
      ...wrongIf(isOff === true || container.maskedPaths?.length === 0, "MaskedPaths: none"),
      ...wrongIf(
        container.readonlyPaths?.length === 0,
        "ReadonlyPaths: none",
        "Paths of /proc that engines make read-only can be written",
      ),
    ];
  },
);

/** Set-uid programs that give root back. */
export const noNewPrivileges = containerRule(
  {
    id: "live-no-new-privileges",
    title: "no-new-privileges is not set",
    severity: "low",
    description:
      "A process of an unprivileged user may become root through any set-uid program in the image.",
    remediation: "Make it anew with --security-opt no-new-privileges, or set it for the daemon.",
    references: [`${references.runReference}#security-opt`, references.cis],
  },
  "HostConfig.SecurityOpt",
  (container, { engine }) => {
    const byDaemon = engine.securityOptions?.some((option) => option === "name=no-new-privileges");
    return told(container.securityOpt, "HostConfig.SecurityOpt", (options) => {
      if (options.some(isNoNewPrivileges)) return [];
      const off = options.find((option) => /^no-new-privileges/.test(option));
      if (off === undefined && byDaemon === true) return [];
      return wrongIf(true, off ?? "SecurityOpt without no-new-privileges");
    });
  },
);

function judgeSeccomp({ securityOpt }: LiveContainer, { engine }: LiveSnapshot) {
  return told(securityOpt, "HostConfig.SecurityOpt", (options) => {
    const own = options.find((option) => /^seccomp[=:]/.test(option));
    if (own !== undefined) return wrongIf(isUnconfined(own), own);
    return told(engine.securityOptions, "SecurityOptions of /info", (all) => {
      const seccomp = all.find((option) => /^name=seccomp\b|^seccomp$/.test(option));
      if (seccomp === undefined) {
        return wrongIf(true, "the engine runs without seccomp");
      }
      return wrongIf(/profile=unconfined/.test(seccomp), `the engine's default: ${seccomp}`);
    });
  });
}

function reasonWithout(module: string, other: string, options: readonly string[]): string {
  const isOther = options.some((option) => new RegExp(`^(?:name=)?${other}\\b`).test(option));
  const instead = other === "selinux" ? "SELinux" : "AppArmor";
  return isOther
    ? `the engine uses ${instead}, not ${module}`
    : `the engine uses neither AppArmor nor SELinux: its kernel has none, or it is switched off`;
}
