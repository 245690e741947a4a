// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of devcontainers, not of JavaScript
import { canBeSecret, isSecretName, recogniseSecret } from "@plimsoll/core";
import type { DevContainer } from "../../devcontainer/types.ts";
import type { DevContainerRule, Observation } from "../../rule/types.ts";
import { parseShell } from "../../shell/parse.ts";
import { parseImageName } from "../../text/image-name.ts";
import type { Position } from "../../text/position.ts";
import { isRuntimeSocket } from "../compose/runtime-socket.ts";
import { isSensitivePath } from "../host-path.ts";
import { findPipedDownloads } from "../piped-download.ts";
import { isRootUser } from "../root-user.ts";

const page = "https://containers.dev/implementors/json_reference/";

/** What all rules have in common: who opens a folder in an editor starts what its file says. */
function rule(
  data: Omit<DevContainerRule, "target" | "references" | "peers" | "check"> & {
    check(file: DevContainer): readonly Observation[];
  },
): DevContainerRule {
  return { ...data, target: "devcontainer", references: [page], peers: {} };
}

function observe(
  file: DevContainer,
  key: string,
  at: Position & { readonly text: string },
  title?: string,
): Observation {
  return {
    line: at.line,
    column: at.column,
    instruction: key,
    value: `${key}: ${at.text}`,
    source: `${file.path}:${at.line} ${key}`,
    identity: [key, at.text],
    pragmas: file.pragmas.get(at.line) ?? [],
    ...(title === undefined ? {} : { title }),
  };
}

/** Options of `runArgs` with one of these names and a value that `isWrong`. */
function options(
  file: DevContainer,
  names: readonly string[],
  isWrong: (value: string) => boolean,
): Observation[] {
  return file.runArgs
    .filter(({ name, value }) => names.includes(name) && isWrong(value))
    .map((option) => observe(file, "runArgs", option));
}

const privileged = rule({
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

const runtimeSocket = rule({
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

const capability = rule({
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

const unconfined = rule({
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

const hostNamespace = rule({
  id: "devcontainer-host-namespace",
  title: "The development container shares a namespace of the machine",
  severity: "medium",
  description:
    "It reaches what listens on the machine's loopback, or sees its processes and their secrets.",
  remediation: "Remove the option; name ports in forwardPorts.",
  check: (file) =>
    options(file, ["network", "pid", "ipc", "uts", "userns"], (value) => value === "host"),
});

const sensitiveMount = rule({
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

const hostCommand = rule({
  id: "devcontainer-host-command",
  title: "A command runs on the developer's machine",
  severity: "medium",
  description:
    "initializeCommand is run outside of the container when the folder is opened: whoever can change the file runs code on every developer's machine.",
  remediation: "Remove initializeCommand, or do its work in postCreateCommand.",
  check: (file) =>
    file.initializeCommand === undefined
      ? []
      : [observe(file, "initializeCommand", file.initializeCommand)],
});

const pipeToShell = rule({
  id: "devcontainer-pipe-to-shell",
  title: "A download is executed without being checked",
  severity: "medium",
  description: "Whoever controls the server runs code beside the developer's sources and keys.",
  remediation: "Use a feature with version, or verify a checksum before it is run.",
  check: (file) =>
    [...(file.initializeCommand ? [file.initializeCommand] : []), ...file.commands]
      .filter((field) => {
        const start = [{ offset: 0, line: field.line, column: field.column }];
        return findPipedDownloads(parseShell(field.value, start)).length > 0;
      })
      .map((field) => observe(file, "command", field)),
});

const imageUnpinned = rule({
  id: "devcontainer-image-unpinned",
  title: "The image has no version",
  severity: "low",
  description: "Without a tag, or with latest, each developer may work in another environment.",
  remediation: "Name a version, better with its digest: name:version@sha256:….",
  check: ({ image, ...file }) => {
    if (image === undefined || image.value.includes("${")) return [];
    const { tag, digest } = parseImageName(image.value);
    const isPinned = digest !== undefined || (tag !== undefined && tag !== "latest");
    return isPinned ? [] : [observe({ image, ...file }, "image", image)];
  },
});

const featureUnpinned = rule({
  id: "devcontainer-feature-unpinned",
  title: "A feature has no version",
  severity: "low",
  description:
    "A feature is a script that root runs in the build; without a version it may change.",
  remediation: "Name a version: ghcr.io/devcontainers/features/node:1, better a digest.",
  check: (file) =>
    file.features
      .filter(({ value }) => {
        if (!value.includes("/") || /^(?:\.|https?:)/.test(value)) return false;
        const { tag, digest } = parseImageName(value);
        return digest === undefined && (tag === undefined || tag === "latest");
      })
      .map((field) => observe(file, "features", field)),
});

const userRoot = rule({
  id: "devcontainer-user-root",
  title: "The developer works as root",
  severity: "low",
  description:
    "Everything in the container, and every file mounted into it, is open to every tool.",
  remediation: "Name an unprivileged user in remoteUser.",
  check: (file) =>
    file.user !== undefined && isRootUser(file.user.value)
      ? [observe(file, "remoteUser", file.user)]
      : [],
});

const secretEnvironment = rule({
  id: "devcontainer-secret-environment",
  title: "A secret is written out in the file",
  severity: "high",
  description: "Whoever reads the repository has it.",
  remediation: "Take it from the developer's machine: ${localEnv:NAME}, or declare it in secrets.",
  check: (file) =>
    file.env
      .filter(({ name, value }) => {
        if (value === undefined || value.includes("${")) return false;
        return recogniseSecret(value) !== undefined || (isSecretName(name) && canBeSecret(value));
      })
      .map((variable) => ({
        ...observe(file, "containerEnv", { ...variable, text: `${variable.name}=****` }),
        title: `The secret ${variable.name} is written out in the file`,
      })),
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

/** Rules over a devcontainer.json. */
export const rules: readonly DevContainerRule[] = [
  privileged,
  runtimeSocket,
  capability,
  unconfined,
  hostNamespace,
  sensitiveMount,
  hostCommand,
  pipeToShell,
  imageUnpinned,
  featureUnpinned,
  userRoot,
  secretEnvironment,
];
