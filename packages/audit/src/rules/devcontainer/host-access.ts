import { isRuntimeSocket } from "../compose/runtime-socket.ts";
import { isSensitivePath } from "../host-path.ts";
import { observe, options, rule } from "./observe.ts";

/** privileged, as property and as option */
export const privileged = rule({
  id: "devcontainer-privileged",
  title: "The development container is privileged",
  severity: "high",
  description:
    "Whoever gets code of the project, or of its packages, to run in it is root of the developer's machine.",
  remediation: "Remove privileged and --privileged; add the one capability that is needed.",
  check: (file) => [
    ...(file.privileged?.value === true ? [observe(file, "privileged", file.privileged)] : []),
    ...options(file, ["privileged"], (value) => value !== "false"),
  ],
});

/** The engine's socket, by mount or feature */
export const runtimeSocket = rule({
  id: "devcontainer-runtime-socket",
  title: "The development container may control the machine's container engine",
  severity: "high",
  description:
    "Code of the project, or of its packages, may then start a container that mounts the developer's machine.",
  remediation: "Use the feature docker-in-docker with a rootless engine, or a machine of its own.",
  check: (file) => [
    ...file.mountSources
      .filter(({ value }) => isRuntimeSocket(value))
      .map((field) => observe(file, "mounts", field)),
    ...options(
      file,
      ["volume", "mount"],
      (value) => /\b[\w-]+\.sock\b/.test(value) && holdsSocket(value),
    ),
    ...file.features
      .filter(({ value }) => /\/docker-(?:outside-of-docker|from-docker)(?:[:@]|$)/.test(value))
      .map((field) => observe(file, "features", field)),
  ],
});

/** capAdd with a dangerous capability */
export const capability = rule({
  id: "devcontainer-dangerous-capability",
  title: "A dangerous capability is added",
  severity: "medium",
  description:
    "It undoes a part of what keeps the container's root from being root of the machine.",
  remediation: "Remove it; debuggers need SYS_PTRACE alone.",
  check: (file) => [
    ...file.capAdd
      .filter(({ value }) => isDangerous(value))
      .map((field) => observe(file, "capAdd", field)),
    ...options(file, ["cap-add"], isDangerous),
  ],
});

/** securityOpt without a profile */
export const unconfined = rule({
  id: "devcontainer-unconfined",
  title: "A security profile is switched off",
  severity: "medium",
  description:
    "The default profiles keep rarely needed and often attacked parts of the kernel out of reach.",
  remediation: "Remove the option: current engines let debuggers work under the default profile.",
  check: (file) => {
    const isWrong = (value: string) =>
      /^(?:seccomp|apparmor|systempaths)[=:]unconfined$|^label[=:]disable$/i.test(value.trim());
    return [
      ...file.securityOpt
        .filter(({ value }) => isWrong(value))
        .map((field) => observe(file, "securityOpt", field)),
      ...options(file, ["security-opt"], isWrong),
    ];
  },
});

/** --network=host and its like */
export const hostNamespace = rule({
  id: "devcontainer-host-namespace",
  title: "The development container shares a namespace of the machine",
  severity: "medium",
  description:
    "It reaches what listens on the machine's loopback, or sees its processes and their secrets.",
  remediation: "Remove the option; name ports in forwardPorts.",
  check: (file) =>
    options(file, ["network", "pid", "ipc", "uts", "userns"], (value) => value === "host"),
});

/** A mount of keys or system folders */
export const sensitiveMount = rule({
  id: "devcontainer-sensitive-mount",
  title: "Keys or system folders of the machine are mounted",
  severity: "high",
  description:
    "Code of the project, or of its packages, can read the developer's keys and accounts.",
  remediation:
    "Remove the mount; editors forward the SSH agent and git's credentials by themselves.",
  check: (file) => [
    ...file.mountSources
      .filter(({ value }) => isSensitiveSource(value))
      .map((field) => observe(file, "mounts", field)),
    ...options(file, ["volume"], (value) => isSensitiveSource(value.split(":", 1)[0]!)),
    ...options(file, ["mount"], (value) =>
      isSensitiveSource(/(?:^|,)(?:source|src)=([^,]*)/.exec(value)?.[1] ?? ""),
    ),
  ],
});

function holdsSocket(value: string): boolean {
  return value.split(/[:,=]/).some(isRuntimeSocket);
}

function isDangerous(capability: string): boolean {
  return /^(?:CAP_)?(?:ALL|SYS_ADMIN|SYS_MODULE|SYS_RAWIO|SYS_BOOT|DAC_READ_SEARCH|BPF|NET_ADMIN)$/i.test(
    capability.trim(),
  );
}

/** `${localEnv:HOME}` is the developer's home. */
function isSensitiveSource(source: string): boolean {
  if (isRuntimeSocket(source)) return false;
  const home = /^(?:~|\$\{localEnv:(?:HOME|USERPROFILE)\}(?:\$\{localEnv:USERPROFILE\})?)(\/.*)?$/;
  const below = home.exec(source);
  if (below === null) return isSensitivePath(source);
  return /^\/?(?:\.(?:ssh|aws|azure|docker|kube|gnupg|npmrc|netrc|config)(?:\/.*)?)?$/.test(
    below[1] ?? "",
  );
}
