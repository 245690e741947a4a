import { references } from "../../rule/references.ts";
import type { ComposeRule } from "../../rule/types.ts";
import { removeItem, setScalar } from "../../yaml/edit.ts";
import { isHarmlessPath, isSensitivePath } from "../host-path.ts";
import { judgeServices, observePrivileged, observeService, unresolvedReason } from "./observe.ts";
import { isRuntimeSocket } from "./runtime-socket.ts";

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
