import { references } from "../../rule/references.ts";
import type { DockerfileRule } from "../../rule/types.ts";
import { findInstalls, type Install, type ManagerName } from "./installs.ts";
import { observeCommand } from "./observe.ts";
import { hasOption } from "./options.ts";

const isLocal = /^(?:\.{1,2}(?:\/|$)|[/~])/;

/** An unpinned installation takes whatever version the day of the build offers. */
function pinRule(
  manager: ManagerName,
  title: string,
  example: string,
  peers: readonly string[],
  isPinned: (name: string, install: Install) => boolean,
): DockerfileRule {
  return {
    id: `dockerfile-${manager}-version`,
    target: "dockerfile",
    title,
    severity: "low",
    description:
      "Each build may install another version: one that breaks, or one that somebody else has put there.",
    remediation: `Name the version: ${example}.`,
    references: [`${references.bestPractices}#version-pinning`],
    peers: { hadolint: peers },
    check(file) {
      const installs = findInstalls(file, manager);
      if (installs.length === 0) return { notApplicable: `nothing is installed with ${manager}` };
      return installs.flatMap((install) => {
        const unpinned = install.packages.filter(
          // What a variable or a substitution holds may have a version.
          ({ text }) => !/[$`]/.test(text) && !isPinned(text, install),
        );
        if (unpinned.length === 0) return [];
        const names = unpinned.map(({ text }) => text).join(", ");
        return [observeCommand(file, install, { value: names, title: `${title}: ${names}` })];
      });
    },
  };
}

/** Rules over installations that name no version. */
export const versionPins: readonly DockerfileRule[] = [
  pinRule(
    "apt",
    "apt-get installs packages without a version",
    "apt-get install curl=8.5.*",
    ["DL3008"],
    (name) => /[=/]/.test(name) || /\.deb$|[-+]$/.test(name),
  ),
  pinRule(
    "apk",
    "apk adds packages without a version",
    "apk add curl~=8.5",
    ["DL3018"],
    (name) => /[=<>~]/.test(name) || /\.apk$/.test(name) || name.startsWith("!"),
  ),
  pinRule(
    "pip",
    "pip installs packages without a version",
    "pip install flask==3.0.3, or a file of requirements with hashes",
    ["DL3013"],
    (name, { command }) =>
      // A file of constraints names the versions.
      hasOption(command, "-c", "--constraint") ||
      /[=<>~!]=|[<>]|^\w[\w.-]*(?:\[[^\]]*\])?\s*@/.test(name) ||
      isLocal.test(name) ||
      /\.(?:whl|tar\.gz|zip)$/.test(name) ||
      // A repository with a revision.
      /^\w[\w+.-]*:\/\/.*(?:@[^/]+(?:#|$)|\.(?:whl|tar\.gz|zip))/.test(name.slice(0, 500)),
  ),
  pinRule(
    "npm",
    "npm installs packages without a version",
    "npm install pnpm@9.1.0, or npm ci with a lockfile",
    ["DL3016"],
    (name) =>
      /^(?:@[^/]+\/)?[^@/]+@(?!latest$|next$)./.test(name) ||
      isLocal.test(name) ||
      /#|\.(?:tgz|tar|tar\.gz)$/.test(name) ||
      // Not the words of `install --save` in npm's old ways, but paths.
      name === "",
  ),
  pinRule(
    "gem",
    "gem installs packages without a version",
    "gem install rake:13.2.1",
    ["DL3028"],
    (name, { command }) =>
      /:\d/.test(name) ||
      /\.gem$/.test(name) ||
      isLocal.test(name) ||
      hasOption(command, "-v", "--version"),
  ),
  pinRule(
    "yum",
    "yum installs packages without a version",
    "yum install curl-7.76.1",
    ["DL3033"],
    isRpmPinned,
  ),
  pinRule(
    "dnf",
    "dnf installs packages without a version",
    "dnf install curl-8.6.0",
    ["DL3041"],
    isRpmPinned,
  ),
  pinRule(
    "zypper",
    "zypper installs packages without a version",
    "zypper install curl=8.6.0",
    ["DL3037"],
    (name) => /[=<>]/.test(name) || /\.rpm$/.test(name) || isLocal.test(name),
  ),
  pinRule(
    "go",
    "go installs programs without a version",
    "go install example.com/tool@v1.2.3",
    ["DL3062"],
    (name) => /@(?!latest$)./.test(name) || isLocal.test(name) || !/^[^/]+\.[^/]+\//.test(name),
  ),
];

/** `name-1.2`, a module's stream `name:18`, a group `@name`, a file, an exclusion. */
function isRpmPinned(name: string): boolean {
  return /-\d|:\d|\.rpm$|=/.test(name) || isLocal.test(name) || /^[@-]/.test(name);
}
