import type { Option } from "./command.ts";
import { formats } from "./formats.ts";

// Options that several commands have, by what they are about.

const severities = ["unknown", "negligible", "low", "medium", "high", "critical", "none"];

export const common: readonly Option[] = [
  {
    name: "config",
    value: "FILE",
    description: "Configuration; default: plimsoll.yml of the working folder",
  },
  { name: "quiet", short: "q", description: "Print nothing on standard output" },
  { name: "help", short: "h", description: "Print this help" },
];
export const output: readonly Option[] = [
  {
    name: "format",
    short: "f",
    value: "FORMAT",
    choices: formats,
    description: `What to print: ${formats.join(", ")}`,
  },
  {
    name: "output",
    short: "o",
    value: "[FORMAT=]FILE",
    multiple: true,
    description:
      "Write a report to a file too; the format follows from its ending (.json .sarif .md .html .csv .cdx.json .spdx.json .spdx3.json .syft.json .github.json .openvex.json .csaf.json .vex.cdx.json)",
  },
  { name: "verbose", short: "v", description: "Print every finding and every check" },
];
export const source: readonly Option[] = [
  {
    name: "platform",
    value: "OS/ARCH",
    description: "Platform to choose from an index, e.g. linux/arm64",
  },
  {
    name: "insecure",
    value: "HOST",
    multiple: true,
    description: "Speak to this registry over HTTP or without checking its certificate",
  },
];
export const walk: readonly Option[] = [
  {
    name: "base",
    value: "IMAGE",
    description: "The base image, to tell what it brought from what is yours",
  },
  { name: "cache-dir", value: "DIR", description: "Folder for the facts of layers already walked" },
  { name: "no-cache", description: "Walk every layer anew" },
];
export const otherBases: readonly Option[] = [
  {
    name: "base-candidate",
    value: "IMAGE",
    multiple: true,
    description: "Image that could be the base instead: says how many vulnerabilities it clears",
  },
  {
    name: "suggest-base",
    description:
      "Compare the base image with other tags of its repository that were checked on this machine",
  },
];
export const osOnly: Option = {
  name: "os-only",
  description:
    "Look only for packages of the operating system, not for secrets, malware and the like; of eStargz and zstd:chunked layers fetch nothing else",
};
export const gate: readonly Option[] = [
  {
    name: "fail-on",
    value: "SEVERITY",
    choices: severities,
    description: "Least severity that fails the verdict; none: never fail",
  },
  {
    name: "fail-on-unfixed",
    description: "Let vulnerabilities without a fixed version fail the verdict",
  },
];
export const gateKnown: Option = {
  name: "gate-known",
  description:
    "Let findings that were there before fail the verdict, too, not only new and worse ones",
};
export const compareFiles: Option = {
  name: "compare-files",
  value: "DIR",
  description:
    "An earlier state of the sources, e.g. a checkout of the base branch, to compare Dockerfiles and other files with",
};
export const compare: readonly Option[] = [
  {
    name: "compare-with",
    value: "IMAGE|FILE",
    description:
      "Say what is new and what is fixed since this image, report (JSON) or bill of materials",
  },
  compareFiles,
  gateKnown,
];
export const dockerfile: Option = {
  name: "dockerfile",
  value: "FILE",
  multiple: true,
  description: "The image's Dockerfile: tells which line made which layer",
};
export const files: readonly Option[] = [
  {
    ...dockerfile,
    description: "Audit this Dockerfile too; it also tells which line made a layer",
  },
  { name: "compose", value: "FILE", multiple: true, description: "Audit this compose file too" },
];
export const advisoryMirrors: readonly Option[] = [
  {
    name: "advisories-mirror",
    value: "ADDRESS",
    multiple: true,
    description:
      "Where advisories are published: oci://registry/repository:tag, https://host/folder, npm:@scope; asked in order",
  },
  {
    name: "advisories-key",
    value: "FILE",
    description: "Public key (PEM) that must have signed the advisories",
  },
  {
    name: "offline",
    description:
      "Ask no mirror and no service for advisories; use what was fetched before; PLIMSOLL_OFFLINE=1 says the same",
  },
];
export const advisories: readonly Option[] = [
  {
    name: "advisories",
    value: "DIR",
    description:
      "Folder made by `plimsoll advisories build` or `pull`; default: mirrors, else OSV's API",
  },
  ...advisoryMirrors,
  {
    name: "no-osv-api",
    description:
      "Without a folder and mirrors, do not ask OSV's API, which learns names and versions of packages; use the embedded baseline",
  },
];
export const vex: readonly Option[] = [
  {
    name: "vex",
    value: "FILE|DIR",
    multiple: true,
    description: "Apply this VEX document (OpenVEX, CSAF, CycloneDX), or those of a folder",
  },
  {
    name: "vex-trust-unsigned",
    description: "Apply VEX attestations of the image too that none of the keys signed",
  },
  { name: "vex-author", value: "NAME", description: "Who speaks in the VEX documents written" },
];
export const noSecrets: Option = {
  name: "no-secrets",
  description: "Do not look for secrets: passwords, tokens and private keys in any layer",
};
export const malware: readonly Option[] = [
  { name: "no-malware", description: "Do not look for malware" },
  {
    name: "malware-db",
    value: "DIR|FILE",
    multiple: true,
    description:
      "ClamAV signatures to look for: a folder that freshclam fills, or files; default: what is built in",
  },
  {
    name: "clamd",
    value: "ADDRESS",
    description:
      "Have a running clamd look at the image too, e.g. unix:/run/clamav/clamd.ctl or localhost:3310",
  },
];
export const licenceFiles: Option = {
  name: "licence-files",
  description: "Read licences from files too: Debian's copyright files, LICENSE, COPYING",
};
export const verifyPackages: Option = {
  name: "verify-packages",
  description:
    "Compare files with the checksums of dpkg, apk and rpm: what was changed or is missing",
};
export const key: Option = {
  name: "key",
  value: "FILE",
  multiple: true,
  description: "Public key (PEM) that may have signed the image",
};

export const live: readonly Option[] = [
  {
    name: "docker-host",
    value: "ADDRESS",
    description:
      "With live: the engine, as DOCKER_HOST has it; default: DOCKER_HOST, Docker's context, the usual sockets",
  },
  {
    name: "root",
    value: "DIR",
    description: "With live: where the root of the engine's machine is mounted; default: /",
  },
  {
    name: "snapshot",
    value: "FILE",
    description: "With live: write what was read of the engine and its host, without secrets",
  },
  {
    name: "from-snapshot",
    value: "FILE",
    description: "Judge such a file instead of an engine, anywhere and without a network",
  },
  {
    name: "scan-images",
    description:
      "With live: look into the images of its containers too: missing fixes, needless packages, set-uid files",
  },
  {
    name: "by-check",
    description: "With live: print every control of the CIS Docker Benchmark in its order",
  },
];

export const fix: readonly Option[] = [
  {
    name: "fix",
    value: "TIER",
    valueOptional: true,
    choices: ["safe", "unsafe"],
    description: "Mend Dockerfiles, compose files and Kubernetes objects: safe (default) or unsafe",
  },
  {
    name: "pin",
    description:
      "Mend also images without a digest: write the one that the name has now; asks their registries",
  },
  {
    name: "diff",
    description: "Print what --fix would change as a unified diff, and write nothing",
  },
  {
    name: "daemon-config",
    value: "FILE",
    description:
      "With live: the daemon.json that --fix mends or --diff compares; it need not be the daemon's own",
  },
  {
    name: "fix-script",
    value: "FILE",
    description:
      "With live: write a shell script that mends the host; it is for you to read and run, and is never run here",
  },
  {
    name: "yes",
    short: "y",
    description: "With live: and --fix=unsafe: update containers without asking",
  },
];
/** Who may have signed. */
export const signers: readonly Option[] = [
  key,
  {
    name: "certificate-identity",
    value: "TEXT",
    description: "Exact subject of the short-lived certificate (keyless) that may have signed",
  },
  {
    name: "certificate-identity-pattern",
    value: "REGEX",
    description: "The same as a regular expression (RE2) that must match the whole subject",
  },
  {
    name: "certificate-issuer",
    value: "URL",
    description: "Exact OIDC issuer of that certificate",
  },
  {
    name: "certificate-oidc-issuer",
    value: "URL",
    description: "The same, as cosign calls it",
  },
  {
    name: "trusted-root",
    value: "FILE",
    multiple: true,
    description: "trusted_root.json that such certificates are checked against",
  },
  {
    name: "trust-policy",
    value: "FILE",
    description: "Rules of who must have signed which images, in place of trust of plimsoll.yml",
  },
];
