import type { LiveMount } from "../../../live/types.ts";
import { references } from "../../../rule/references.ts";
import { isRuntimeSocket } from "../../compose/runtime-socket.ts";
import { isHarmlessPath, isSensitivePath } from "../../host-path.ts";
import { containerRule, ofPrivileged, told, wrongIf } from "../observe.ts";

/** The engine's socket, Docker's or another's, in a container. */
export const runtimeSocket = containerRule(
  {
    id: "live-runtime-socket",
    title: "The container may control the container engine",
    severity: "critical",
    description:
      "Whoever may speak to the engine may start a privileged container that mounts the host's root: the socket is root of the host. Mounting it read-only changes nothing.",
    remediation:
      "Make it anew without the mount; put a proxy between that lets only the needed requests through.",
    references: [references.protectAccess, references.cis],
  },
  "Mounts",
  ({ mounts }) =>
    told(mounts, "Mounts", (all) =>
      all
        .filter(
          ({ source, destination }) => isRuntimeSocket(source) || isRuntimeSocket(destination),
        )
        .map((mount) => ({ wrong: describeMount(mount) })),
    ),
);

/** Folders of the host in a container. */
export const sensitiveMount = containerRule(
  {
    id: "live-sensitive-mount",
    title: "A sensitive folder of the host is mounted",
    severity: "high",
    description:
      "Who can write there changes the host; who can read there finds its keys, accounts and processes.",
    remediation:
      "Make it anew with only the folder that the program needs, read-only where it can be.",
    references: [`${references.runReference}#volume`, references.cis],
  },
  "Mounts",
  ({ mounts }, { engine }) =>
    told(mounts, "Mounts", (all) =>
      all
        .filter(({ type, source }) => type === "bind" && !isOfEngine(source, engine.dataRoot))
        .filter(({ source }) => !isRuntimeSocket(source) && isSensitivePath(source))
        .map((mount) => ({
          wrong: describeMount(mount),
          title: `${mount.source} of the host is mounted${mount.isWritable ? "" : " (read-only)"}`,
        })),
    ),
);

/** Mounts that carry over from the container to the host. */
export const mountPropagation = containerRule(
  {
    id: "live-mount-propagation",
    title: "Mounts made in the container appear on the host",
    severity: "medium",
    description:
      "With shared propagation the container can put a file system over folders of the host.",
    remediation: "Make it anew with rprivate, the default, or rslave to see the host's mounts.",
    references: [
      "https://docs.docker.com/engine/storage/bind-mounts/#configure-bind-propagation",
      references.cis,
    ],
  },
  "Mounts",
  ({ mounts }) =>
    told(mounts, "Mounts", (all) =>
      all
        .filter(({ propagation }) => propagation === "shared" || propagation === "rshared")
        .map((mount) => ({ wrong: `${describeMount(mount)} (${mount.propagation})` })),
    ),
);

/** A root file system that can be written. */
export const writableRoot = containerRule(
  {
    id: "live-writable-root",
    title: "The root file system can be written",
    severity: "low",
    description: "An attacker can change the program and leave tools behind.",
    remediation:
      "Make it anew with --read-only, and --tmpfs or volumes for what the program writes.",
    references: [`${references.runReference}#read-only`, references.cis],
  },
  "HostConfig.ReadonlyRootfs",
  ({ readonlyRoot }) =>
    told(readonlyRoot, "HostConfig.ReadonlyRootfs", (value) =>
      wrongIf(!value, "ReadonlyRootfs: false"),
    ),
);

/** --device and --device-cgroup-rule */
export const device = containerRule(
  {
    id: "live-device",
    title: "A device of the host is given to the container",
    severity: "medium",
    description:
      "Disks and memory devices are the whole host; other devices are drivers that an attacker may speak to.",
    remediation:
      "Make it anew without the device, or without the rights (r, w, m) that are not needed.",
    references: [`${references.runReference}#device`, references.cis],
  },
  "HostConfig.Devices",
  (container) => [
    ...ofPrivileged(container, "a privileged container sees every device"),
    ...told(container.devices, "HostConfig.Devices", (all) =>
      all
        .filter((text) => !isHarmlessPath(text.split(" ", 1)[0]!))
        .map((text) => ({ wrong: `Devices: ${text}` })),
    ),
  ],
);

/** --device-cgroup-rule */
export const deviceRules = containerRule(
  {
    id: "live-device-rules",
    title: "The container may use a whole class of devices",
    severity: "medium",
    description:
      "With CAP_MKNOD, which is there by default, it makes the device file itself: a disk's too.",
    remediation: "Make it anew with --device for the one that is needed.",
    references: [`${references.runReference}#device-cgroup-rule`],
  },
  "HostConfig.DeviceCgroupRules",
  (container) =>
    told(container.deviceRules, "HostConfig.DeviceCgroupRules", (rules) =>
      rules.map((rule) => ({ wrong: `DeviceCgroupRules: ${rule}` })),
    ),
);

/** --gpus */
export const deviceRequests = containerRule(
  {
    id: "live-device-requests",
    title: "The container is given devices by a driver of the engine",
    severity: "low",
    description:
      "Drivers of graphics processors run in the kernel, and put libraries of the host into the container.",
    remediation: "Make it anew without --gpus where nothing computes on them.",
    references: [`${references.runReference}#gpus`],
  },
  "HostConfig.DeviceRequests",
  ({ deviceRequests }) =>
    // Engines before API 1.40 know none.
    (deviceRequests ?? []).map((request) => ({ wrong: `DeviceRequests: ${request}` })),
);

/** --volumes-from */
export const volumesFrom = containerRule(
  {
    id: "live-volumes-from",
    title: "The container takes over the mounts of another",
    severity: "low",
    description:
      "All of them, also those that are added for the other later: nobody sees which in its own settings.",
    remediation: "Make it anew with the volumes that it needs by name.",
    references: [`${references.runReference}#volumes-from`],
  },
  "HostConfig.VolumesFrom",
  ({ volumesFrom }) =>
    told(volumesFrom, "HostConfig.VolumesFrom", (names) =>
      names.map((name) => ({ wrong: `VolumesFrom: ${name}` })),
    ),
);

function describeMount({ source, destination, isWritable }: LiveMount): string {
  return `${source} at ${destination}${isWritable ? "" : ", read-only"}`;
}

/** Volumes, and what the engine itself puts into every container. */
function isOfEngine(source: string, dataRoot: string | undefined): boolean {
  return (
    dataRoot !== undefined &&
    dataRoot.length > 1 &&
    /^\/(?:containers|volumes)\/[^/]+\//.test(source.slice(dataRoot.length)) &&
    source.startsWith(`${dataRoot}/`)
  );
}
