import type { Dockerfile } from "../../dockerfile/types.ts";
import { references } from "../../rule/references.ts";
import type { DockerfileRule, Observation } from "../../rule/types.ts";
import type { ShellCommand } from "../../shell/types.ts";
import { removeInstruction } from "./edit.ts";
import { findInstructions, observe, observeCommand } from "./observe.ts";
import { hasOption } from "./options.ts";
import { withoutSwitches } from "./switches.ts";

/** Certificates of servers are not checked. */
export const tlsVerification: DockerfileRule = {
  id: "dockerfile-tls-verification",
  target: "dockerfile",
  title: "The verification of TLS certificates is switched off",
  severity: "high",
  description: "Whoever stands between the builder and the server can replace what is downloaded.",
  remediation:
    "Remove the switch; install the missing certificate authority (ca-certificates) instead.",
  references: [references.cis],
  peers: {
    checkov: [
      "CKV2_DOCKER_2",
      "CKV2_DOCKER_3",
      "CKV2_DOCKER_4",
      "CKV2_DOCKER_5",
      "CKV2_DOCKER_6",
      "CKV2_DOCKER_12",
      "CKV2_DOCKER_13",
      "CKV2_DOCKER_14",
      "CKV2_DOCKER_15",
      "CKV2_DOCKER_16",
    ],
  },
  check: (file) => judge(file, disablesTls, isTlsVariable),
};

/** Signatures of packages are not checked. */
export const packageSignatures: DockerfileRule = {
  id: "dockerfile-package-signatures",
  target: "dockerfile",
  title: "The verification of package signatures is switched off",
  severity: "high",
  description:
    "The signature is what ties a package to its distribution: without it any mirror can install anything.",
  remediation: "Remove the switch; install the repository's signing key instead.",
  references: [references.cis],
  peers: {
    checkov: [
      "CKV2_DOCKER_7",
      "CKV2_DOCKER_8",
      "CKV2_DOCKER_9",
      "CKV2_DOCKER_10",
      "CKV2_DOCKER_11",
    ],
  },
  check: (file) => judge(file, disablesSignatures, () => false),
};

function judge(
  file: Dockerfile,
  isWrong: (command: ShellCommand) => boolean,
  isWrongVariable: (name: string, value: string) => boolean,
) {
  const placedRuns = findInstructions(file, "RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK");
  const variables = findInstructions(file, "ENV", "ARG");
  if (placedRuns.length === 0 && variables.length === 0) {
    return { notApplicable: "the file runs no command and sets no variable" };
  }
  const observations: Observation[] = [];
  for (const placed of placedRuns) {
    // A health check of the container's own service has nobody to verify.
    if (placed.instruction.keyword === "HEALTHCHECK") continue;
    for (const command of placed.instruction.commands) {
      const exports = [
        ...command.assignments,
        ...(command.name === "export" ? command.args : []),
      ].some(({ text }) => isWrongVariable(...splitAssignment(text)));
      if (exports || isWrong(command))
        observations.push(
          observeCommand(file, { ...placed, command }, { fix: withoutSwitches(file, command) }),
        );
    }
  }
  for (const placed of variables) {
    for (const assignment of placed.instruction.assignments) {
      const value = assignment.value ?? assignment.text ?? "";
      if (!isWrongVariable(assignment.name, value)) continue;
      observations.push(
        observe(file, placed, {
          at: assignment,
          value: `${assignment.name}=${value}`,
          ...(placed.instruction.assignments.length === 1 && {
            fix: removeInstruction(file, placed.instruction, "Remove the variable.", "unsafe"),
          }),
        }),
      );
    }
  }
  return observations;
}

function splitAssignment(text: string): [string, string] {
  const equals = text.indexOf("=");
  return equals === -1 ? [text, ""] : [text.slice(0, equals), text.slice(equals + 1)];
}

function isTlsVariable(name: string, value: string): boolean {
  const isOff = /^(?:0|false|no|off)$/i.test(value);
  switch (name.toUpperCase()) {
    case "NODE_TLS_REJECT_UNAUTHORIZED":
    case "PYTHONHTTPSVERIFY":
      return value === "0";
    case "NPM_CONFIG_STRICT_SSL":
    case "YARN_STRICT_SSL":
    case "YARN_ENABLE_STRICT_SSL":
      return isOff;
    case "GIT_SSL_NO_VERIFY":
      return value !== "" && !isOff;
    case "PIP_TRUSTED_HOST":
      return value !== "";
    default:
      return false;
  }
}

function disablesTls(command: ShellCommand): boolean {
  const texts = command.args.map(({ text }) => text);
  const { name } = command;
  if (name === "curl") return hasOption(command, "--insecure") || texts.some(isCurlInsecure);
  if (name === "wget") return texts.includes("--no-check-certificate");
  if (/^(?:pip[\d.]*|python[\d.]*|uv|poetry)$/.test(name)) {
    return texts.includes("pip") || /^(?:pip|uv)/.test(name)
      ? hasOption(command, "--trusted-host", "--allow-insecure-host")
      : false;
  }
  if (name === "npm" || name === "yarn" || name === "pnpm") {
    const words = texts.join(" ");
    return /(?:^| )(?:--)?strict-ssl(?:=| )(?:false|null)(?: |$)|(?:^| )--no-strict-ssl(?: |$)/i.test(
      words,
    );
  }
  if (name === "git") return /http\.sslverify[= ](?:false|0|no|off)(?: |$)/i.test(texts.join(" "));
  if (name === "apt-get" || name === "apt") {
    return texts.some((text) =>
      /Acquire::https::[^ ]{0,200}Verify-(?:Peer|Host)=(?:false|0|no)/i.test(text),
    );
  }
  if (/^(?:yum|dnf|microdnf|tdnf|yum-config-manager)$/.test(name)) {
    return texts.some((text) => /sslverify=(?:0|false|no)/i.test(text));
  }
  return false;
}

/** Short options of curl that take a value end a group: the `k` of `-ok` is a file's name. */
function isCurlInsecure(text: string): boolean {
  return /^-[^-AbcCdDeEFhHKmoPQrTuUwxXyYz]*k/.test(text);
}

function disablesSignatures(command: ShellCommand): boolean {
  const { name } = command;
  if (name === "apt-get" || name === "apt") {
    return (
      hasOption(
        command,
        "--allow-unauthenticated",
        "--force-yes",
        "--allow-insecure-repositories",
      ) ||
      command.args.some(({ text }) =>
        /(?:AllowUnauthenticated|AllowInsecureRepositories)=(?:true|1|yes)/i.test(text),
      )
    );
  }
  if (name === "apk") return hasOption(command, "--allow-untrusted");
  if (/^(?:yum|dnf|microdnf|tdnf)$/.test(name)) {
    return (
      hasOption(command, "--nogpgcheck", "--no-gpgchecks") ||
      command.args.some(({ text }) => /(?:^|\.)gpgcheck=(?:0|false)/.test(text))
    );
  }
  if (name === "zypper") return hasOption(command, "--no-gpg-checks", "--allow-unsigned-rpm");
  if (name === "rpm") {
    return hasOption(command, "--nosignature", "--nodigest", "--noverify", "--nofiledigest");
  }
  return false;
}
