import type { ComposeFile, Setting } from "../../compose/types.ts";
import { references } from "../../rule/references.ts";
import type { ComposeRule } from "../../rule/types.ts";
import { removeSetting } from "../../yaml/edit.ts";
import { judgeSetting } from "./switch.ts";

const isHost = (value: string) => value === "host";
const withoutKey = (key: string) => (file: ComposeFile, setting: Setting<string>) =>
  removeSetting(file, key, setting, `Remove ${key}: host.`);

/** network_mode: host */
export const hostNetwork: ComposeRule = {
  id: "compose-host-network",
  target: "compose",
  title: "The container shares the network of the host",
  severity: "high",
  description:
    "It reaches everything that listens on the host's loopback and may open any port; networks of containers no longer keep it apart.",
  remediation: "Remove network_mode: host and publish the ports that are needed.",
  references: [`${references.composeServices}#network_mode`],
  peers: { kics: ["Host network namespace"] },
  check: (file) =>
    judgeSetting(
      file,
      "network_mode",
      (service) => service.networkMode,
      isHost,
      withoutKey("network_mode"),
    ),
};

/** pid: host */
export const hostPid: ComposeRule = {
  id: "compose-host-pid",
  target: "compose",
  title: "The container shares the processes of the host",
  severity: "high",
  description:
    "It sees every process of the host with its command line, and as root reads their environment and may signal them.",
  remediation: "Remove pid: host.",
  references: [`${references.composeServices}#pid`],
  peers: { kics: ["Host PID namespace"] },
  check: (file) => judgeSetting(file, "pid", (service) => service.pid, isHost, withoutKey("pid")),
};

/** ipc: host */
export const hostIpc: ComposeRule = {
  id: "compose-host-ipc",
  target: "compose",
  title: "The container shares the shared memory of the host",
  severity: "high",
  description:
    "It may read and change what processes of the host keep in shared memory, databases among them.",
  remediation: "Remove ipc: host; containers that must share memory use ipc: service:name.",
  references: [`${references.composeServices}#ipc`],
  peers: { kics: ["Host IPC namespace"] },
  check: (file) => judgeSetting(file, "ipc", (service) => service.ipc, isHost, withoutKey("ipc")),
};

/** uts: host */
export const hostUts: ComposeRule = {
  id: "compose-host-uts",
  target: "compose",
  title: "The container shares the host name of the host",
  severity: "medium",
  description: "With CAP_SYS_ADMIN it may change the name under which the host is known.",
  remediation: "Remove uts: host; set hostname if the container needs a name.",
  references: [`${references.composeServices}#uts`],
  peers: {},
  check: (file) => judgeSetting(file, "uts", (service) => service.uts, isHost, withoutKey("uts")),
};

/** userns_mode: host */
export const hostUserns: ComposeRule = {
  id: "compose-host-userns",
  target: "compose",
  title: "The container opts out of user namespaces",
  severity: "medium",
  description:
    "Where the engine maps users, root in this container is root of the host all the same.",
  remediation: "Remove userns_mode: host.",
  references: [
    `${references.composeServices}#userns_mode`,
    "https://docs.docker.com/engine/security/userns-remap/",
  ],
  peers: { kics: ["Host user namespace"] },
  check: (file) =>
    judgeSetting(
      file,
      "userns_mode",
      (service) => service.userns,
      isHost,
      withoutKey("userns_mode"),
    ),
};
