import { references } from "../../rule/references.ts";
import type { ComposeRule } from "../../rule/types.ts";
import { trimSlashes } from "../../text/path.ts";
import { removeItem, setScalar } from "./edit.ts";
import { judgeServices, observePrivileged, observeService, unresolvedReason } from "./observe.ts";
import { isRuntimeSocket } from "./runtime-socket.ts";

/** Folders of the host whose content is worth a host (CIS Docker Benchmark 1.6.0, 5.6, and those it lacks). */
const sensitive = [
  "/boot",
  "/dev",
  "/etc",
  "/home",
  "/lib",
  "/proc",
  "/root",
  "/run",
  "/sys",
  "/usr",
  "/var/lib/containerd",
  "/var/lib/docker",
  "/var/lib/kubelet",
  "/var/run",
];
/** Below these, single files are as sensitive as the whole. */
const sensitiveBelow = [
  "/boot",
  "/dev",
  "/etc",
  "/proc",
  "/root",
  "/sys",
  "/var/lib/docker",
  "/var/lib/kubelet",
];
/** What is mounted everywhere for the time zone, certificates and name resolution. */
const harmless =
  /^(?:\/etc\/(?:localtime|timezone|hosts|resolv\.conf|ssl\/certs(?:\/.*)?|ca-certificates(?:\/.*)?|pki(?:\/.*)?|os-release|machine-id)|\/dev\/(?:shm|null|zero|u?random|dri(?:\/.*)?|net\/tun))$/;

/** A bind mount of a system folder of the host. */
export const sensitiveMount: ComposeRule = {
  id: "compose-sensitive-mount",
  target: "compose",
  title: "A sensitive folder of the host is mounted",
  severity: "high",
  description:
    "Who can write there changes the host; who can read there finds its keys, accounts and processes.",
  remediation: "Mount only the folder that the program needs, read-only where it can be.",
  references: [`${references.composeServices}#volumes`, references.cis],
  peers: { kics: ["Sensitive host directory mounted"] },
  check(file) {
    return judgeServices(file, (service) =>
      service.volumes.flatMap((mount) => {
        const { source, unresolved, isReadOnly, type } = mount;
        if (source === undefined || isRuntimeSocket(source)) return [];
        const isVariable = unresolved.length > 0 && source.startsWith("$");
        if (isVariable) {
          const unknown = unresolvedReason(unresolved);
          return [observeService(file, service, "volumes", mount, mount.text, { unknown })];
        }
        if (type !== "bind" || !isSensitivePath(source)) return [];
        const title = `${source} of the host is mounted${isReadOnly ? " (read-only)" : ""}`;
        return [observeService(file, service, "volumes", mount, mount.text, { title })];
      }),
    );
  },
};

/** Mounts that carry over from the container to the host. */
export const mountPropagation: ComposeRule = {
  id: "compose-mount-propagation",
  target: "compose",
  title: "Mounts made in the container appear on the host",
  severity: "medium",
  description:
    "With shared propagation the container can put a file system over folders of the host.",
  remediation: "Use rprivate, the default, or rslave to see the host's mounts.",
  references: ["https://docs.docker.com/engine/storage/bind-mounts/#configure-bind-propagation"],
  peers: { kics: ["Volume propagation shared"] },
  check(file) {
    return judgeServices(file, (service) =>
      service.volumes
        .filter(({ propagation }) => propagation === "shared" || propagation === "rshared")
        .map((mount) => {
          const slave = mount.text.replace(/([:,])r?shared\b/, "$1rslave");
          const fix = setScalar(file, mount, slave, "Use rslave.");
          const value = `${mount.text} (${mount.propagation})`;
          return observeService(file, service, "volumes", mount, value, { fix });
        }),
    );
  },
};

/** Devices of the host in a container. */
export const device: ComposeRule = {
  id: "compose-device",
  target: "compose",
  title: "A device of the host is given to the container",
  severity: "medium",
  description:
    "Disks and memory devices are the whole host; other devices are drivers that an attacker may speak to.",
  remediation: "Remove the device, or leave away the rights (r, w, m) that are not needed.",
  references: [`${references.composeServices}#devices`],
  peers: {},
  check(file) {
    return judgeServices(file, (service) => [
      ...observePrivileged(file, service, "devices", "a privileged container sees every device"),
      ...service.devices
        .filter(({ value }) => value.startsWith("/") && !isHarmlessPath(value.split(":", 1)[0]!))
        .map((setting) => {
          const fix = removeItem(file, setting, "Remove the device.");
          return observeService(file, service, "devices", setting, setting.text, { fix });
        }),
    ]);
  },
};

/** Whether a path of the host is one whose content is worth a host, or lies below one. */
export function isSensitivePath(source: string): boolean {
  const path = normalise(source);
  if (path === "/" || path === "~") return true;
  if (harmless.test(path)) return false;
  if (path === "~/.ssh" || path === "~/.aws" || path === "~/.docker" || path === "~/.kube")
    return true;
  return sensitive.includes(path) || sensitiveBelow.some((folder) => path.startsWith(`${folder}/`));
}

/** Whether a file or device of the host is one that containers are given everywhere. */
export function isHarmlessPath(path: string): boolean {
  return harmless.test(path);
}

/** Without repeated and closing slashes, and with `.` and `..` resolved. */
function normalise(path: string): string {
  if (!path.startsWith("/")) return trimSlashes(path);
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}
