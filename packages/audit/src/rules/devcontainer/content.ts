// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of devcontainers, not of JavaScript
import { canBeSecret, isSecretName, recogniseSecret } from "@plimsoll/core";
import { parseShell } from "../../shell/parse.ts";
import { parseImageName } from "../../text/image-name.ts";
import { findPipedDownloads } from "../piped-download.ts";
import { isRootUser } from "../root-user.ts";
import { observe, rule } from "./observe.ts";

/** initializeCommand */
export const hostCommand = rule({
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

/** curl … | sh in a command */
export const pipeToShell = rule({
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

/** An image without version */
export const imageUnpinned = rule({
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

/** A feature without version */
export const featureUnpinned = rule({
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

/** remoteUser: root */
export const userRoot = rule({
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

/** A password in containerEnv or remoteEnv */
export const secretEnvironment = rule({
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
