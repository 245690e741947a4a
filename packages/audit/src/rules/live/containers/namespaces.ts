import type { LiveContainer, Told } from "../../../live/types.ts";
import { references } from "../../../rule/references.ts";
import type { LiveRule, RuleData } from "../../../rule/types.ts";
import { containerRule, told, wrongIf } from "../observe.ts";

/** --network host */
export const hostNetwork = namespaceRule(
  {
    id: "live-host-network",
    title: "The container shares the network of the host",
    severity: "high",
    description:
      "It reaches everything that listens on the host's loopback and may open any port; networks of containers no longer keep it apart.",
    remediation: "Make it anew without --network host and publish the ports that are needed.",
    references: [`${references.runReference}#network`, references.cis],
  },
  "HostConfig.NetworkMode",
  ({ networkMode }) => networkMode,
);

/** --pid host */
export const hostPid = namespaceRule(
  {
    id: "live-host-pid",
    title: "The container shares the processes of the host",
    severity: "high",
    description:
      "It sees every process of the host with its command line, and as root reads their environment and may signal them.",
    remediation: "Make it anew without --pid host.",
    references: [`${references.runReference}#pid`, references.cis],
  },
  "HostConfig.PidMode",
  ({ pidMode }) => pidMode,
);

/** --ipc host */
export const hostIpc = namespaceRule(
  {
    id: "live-host-ipc",
    title: "The container shares the shared memory of the host",
    severity: "high",
    description:
      "It may read and change what processes of the host keep in shared memory, databases among them.",
    remediation: "Make it anew without --ipc host.",
    references: [`${references.runReference}#ipc`, references.cis],
  },
  "HostConfig.IpcMode",
  ({ ipcMode }) => ipcMode,
);

/** --uts host */
export const hostUts = namespaceRule(
  {
    id: "live-host-uts",
    title: "The container shares the host name of the host",
    severity: "medium",
    description: "With CAP_SYS_ADMIN it may change the name under which the host is known.",
    remediation: "Make it anew without --uts host.",
    references: [`${references.runReference}#uts`, references.cis],
  },
  "HostConfig.UTSMode",
  ({ utsMode }) => utsMode,
);

/** --userns host, where the engine maps users; and an engine that maps none. */
export const hostUserns = containerRule(
  {
    id: "live-host-userns",
    title: "The container shares the users of the host",
    severity: "medium",
    description: "Root in the container is the root of the host.",
    remediation: "Set userns-remap for the daemon or run it rootless, and leave --userns host out.",
    references: ["https://docs.docker.com/engine/security/userns-remap/", references.cis],
  },
  "HostConfig.UsernsMode",
  ({ usernsMode }, { engine }) =>
    told(usernsMode, "HostConfig.UsernsMode", (mode) => {
      if (engine.securityOptions?.includes("name=rootless") === true) return [];
      if (mode === "host") return wrongIf(true, "UsernsMode: host");
      if (mode !== "") return [];
      return told(engine.securityOptions, "SecurityOptions of /info", (options) =>
        wrongIf(
          !options.includes("name=userns"),
          "UsernsMode: not set, and the engine maps no users",
        ),
      );
    }),
);

/** --cgroupns host */
export const hostCgroupns = containerRule(
  {
    id: "live-host-cgroupns",
    title: "The container sees the control groups of the host",
    severity: "low",
    description: "It learns what else runs on the host, and with CAP_SYS_ADMIN changes its limits.",
    remediation: "Make it anew with --cgroupns private.",
    references: [`${references.runReference}#cgroupns`],
  },
  "HostConfig.CgroupnsMode",
  ({ cgroupnsMode }, { engine }) => {
    if (cgroupnsMode === "" || (cgroupnsMode === "host" && engine.cgroupVersion === "1")) {
      return [
        { notApplicable: "with version 1 of control groups the host's is the engine's default" },
      ];
    }
    return told(cgroupnsMode, "HostConfig.CgroupnsMode", (mode) =>
      wrongIf(mode === "host", "CgroupnsMode: host"),
    );
  },
);

/** --cgroup-parent */
export const cgroupParent = containerRule(
  {
    id: "live-cgroup-parent",
    title: "The container lies in a control group of its own choice",
    severity: "low",
    description: "Limits that were set for the engine's control group do not hold for it.",
    remediation: "Make it anew without --cgroup-parent.",
    references: [`${references.runReference}#cgroup-parent`, references.cis],
  },
  "HostConfig.CgroupParent",
  ({ cgroupParent }, { engine }) =>
    told(cgroupParent, "HostConfig.CgroupParent", (parent) => {
      // Podman writes down the default too.
      const isDefault = ["", "docker", "/docker", "system.slice"].includes(parent);
      const isOfEngine =
        engine.kind === "podman" && /^(?:machine|user|libpod|\/libpod)/.test(parent);
      return wrongIf(!isDefault && !isOfEngine, `CgroupParent: ${parent}`);
    }),
);

function namespaceRule(
  data: Omit<RuleData, "peers">,
  key: string,
  modeOf: (container: LiveContainer) => Told<string>,
): LiveRule {
  return containerRule(data, key, (container) =>
    told(modeOf(container), key, (mode) => wrongIf(mode === "host", `${key.split(".")[1]}: host`)),
  );
}
