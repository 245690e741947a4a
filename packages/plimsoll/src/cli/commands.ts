import type { CommandSpec } from "./command.ts";
import {
  advisories,
  advisoryMirrors,
  common,
  dockerfile,
  files,
  fix,
  gate,
  key,
  licenceFiles,
  live,
  malware,
  noSecrets,
  osOnly,
  otherBases,
  output,
  source,
  verifyPackages,
  vex,
  walk,
} from "./options.ts";

const references =
  "IMAGE is a registry reference (ghcr.io/acme/shop:1.4), or docker-daemon:NAME, container:NAME (a container " +
  "with its changes), containers-storage:NAME (Podman's store), containerd:NAME, docker-archive:FILE, " +
  "oci-dir:DIR, oci-archive:FILE, dir:FOLDER.";

const sbomReference = `${references.slice(0, -1)}, or sbom:FILE, a bill of materials (CycloneDX, SPDX, Syft).`;

/** Every command, in the order of the help text. */
export const commands: readonly CommandSpec[] = [
  {
    name: "check",
    operands: "[IMAGE]",
    summary: "Is it safe to sail? Everything at once, and a verdict",
    description: `Scans the image, audits how it is set up, verifies whom it comes from, works out what it may do, and judges that by plimsoll.yml. ${sbomReference} Of that only the packages and what is known against them are judged.`,
    options: [
      ...source,
      ...files,
      ...advisories,
      ...vex,
      noSecrets,
      ...malware,
      licenceFiles,
      verifyPackages,
      key,
      { name: "require-signature", description: "Fail the verdict unless a signature is verified" },
      ...otherBases,
      ...gate,
      osOnly,
      ...walk,
      ...output,
      ...common,
    ],
    examples: [
      { run: "plimsoll check debian:12", does: "an image of a registry" },
      {
        run: "plimsoll check docker-archive:shop.tar --dockerfile Dockerfile",
        does: "a saved image with its Dockerfile",
      },
      {
        run: "plimsoll check shop:1 --dockerfile Dockerfile --base-candidate node:22-slim",
        does: "would another base image be safer?",
      },
      {
        run: "plimsoll check shop:1 -o report.html -o report.sarif --fail-on critical",
        does: "files for people and for GitHub",
      },
      {
        run: "plimsoll check shop:1 --vex vendor.openvex.json -o shop.openvex.json",
        does: "apply what a vendor says, and write what is left",
      },
    ],
    load: () => import("./commands/check.ts"),
  },
  {
    name: "scan",
    operands: "IMAGE",
    summary: "What is inside, and what is known against it",
    description: `Catalogues the packages of every layer, matches them against advisories, looks for secrets and malware in every layer and in the configuration, and for files and accounts that anybody can take over. ${sbomReference}`,
    options: [
      ...source,
      dockerfile,
      ...advisories,
      ...vex,
      {
        ...key,
        description: "Public key (PEM) that may have signed VEX attestations of the image",
      },
      noSecrets,
      ...malware,
      licenceFiles,
      verifyPackages,
      ...otherBases,
      ...gate,
      osOnly,
      ...walk,
      ...output,
      ...common,
    ],
    examples: [
      { run: "plimsoll scan oci-dir:./image", does: "an OCI layout" },
      { run: "plimsoll scan debian:12 --format json", does: "for a program" },
      { run: "plimsoll scan sbom:sbom.spdx.json", does: "a bill of materials that you were given" },
    ],
    load: () => import("./commands/scan.ts"),
  },
  {
    name: "sbom",
    operands: "IMAGE",
    summary: "The bill of materials, as CycloneDX, SPDX, Syft JSON or GitHub's snapshot",
    description: `Catalogues the packages of every layer and prints them as CycloneDX 1.6, or with --format as SPDX 2.3 (spdx), SPDX 3.0.1 (spdx3), Syft JSON (syft) or the body of GitHub's dependency submission (github). ${sbomReference}`,
    options: [
      ...source,
      {
        name: "attached",
        description:
          "Print what the bill of materials lists that is attached to the image in its registry; nobody verifies who made it",
      },
      osOnly,
      licenceFiles,
      ...walk,
      ...output,
      ...common,
    ],
    examples: [
      { run: "plimsoll sbom debian:12 > sbom.cdx.json", does: "keep the bill of materials" },
      {
        run: "plimsoll sbom debian:12 -q -o sbom.spdx.json -o sbom.syft.json",
        does: "in several formats at once",
      },
      {
        run: "plimsoll sbom sbom:sbom.cdx.json --format spdx",
        does: "turn one format into another",
      },
    ],
    load: () => import("./commands/sbom.ts"),
  },
  {
    name: "audit",
    operands: "[FILE|IMAGE …|live:]",
    summary:
      "How it is set up: Dockerfile, compose file, Kubernetes objects, image configuration, running engine",
    description:
      "Judges Dockerfiles, the configuration of an image, and other files (*.yml, *.yaml, *.json) by what their name and content say they are: compose files, Kubernetes objects, devcontainer.json, GitHub workflows. Operands that exist as files are audited as such; one other operand is taken as an image. live: is the running engine, Docker's or Podman's: its host, daemon, images, swarm, and all containers, running or not, by every control of the CIS Docker Benchmark. What cannot be read is unknown, never passed: run it as root on the engine's machine to see everything. --fix mends, in Dockerfiles, compose files and Kubernetes objects, what is sure to change nothing else, audits again and reports what is left; --fix=unsafe also what may change what the program does or may do. Symbolic links and files outside of the working folder are refused. With --diff nothing is written: exit code 0 when there is nothing to mend, 1 when there is, 3 when a file could not be read. Of an engine, --fix mends the daemon.json that --daemon-config names, --fix-script writes commands for its host, and --fix=unsafe asks for each container whether to limit it as it runs; what --diff prints of that is not done.",
    options: [...source, ...files, ...live, ...advisories, ...fix, ...gate, ...output, ...common],
    examples: [
      { run: "plimsoll audit Dockerfile compose.yaml", does: "two files, no image" },
      { run: "plimsoll audit deploy/web.yaml", does: "Kubernetes objects" },
      {
        run: "plimsoll audit Dockerfile --fix=unsafe --diff",
        does: "what would be mended, as a patch",
      },
      { run: "plimsoll audit debian:12", does: "the configuration of an image" },
      { run: "sudo plimsoll audit live:", does: "the engine of this machine, worst first" },
      { run: "sudo plimsoll audit live: --by-check", does: "the same in the benchmark's order" },
      {
        run: "sudo plimsoll audit live: --fix --daemon-config daemon.json",
        does: "settings of the daemon, in a copy of its file",
      },
      {
        run: "plimsoll audit --from-snapshot host.json -o host.docker-bench.json",
        does: "judge a recorded engine; JSON as Docker Bench writes it",
      },
    ],
    load: () => import("./commands/audit.ts"),
  },
  {
    name: "sign",
    operands: "IMAGE",
    summary: "Sign the digest of an image in a registry with a key",
    description:
      "Resolves the tag once and signs the digest. The passphrase of an encrypted key is read from PLIMSOLL_KEY_PASSPHRASE, else COSIGN_PASSWORD. With --generate-key, makes a key pair instead.",
    options: [
      {
        name: "key",
        value: "FILE",
        description: "Private key: PKCS#8, encrypted PKCS#8 or cosign's own",
      },
      {
        name: "signature-format",
        value: "FORMAT",
        choices: ["classic", "bundle"],
        description: "classic (a .sig tag; default) or bundle (a Sigstore bundle as a referrer)",
      },
      {
        name: "annotation",
        short: "a",
        value: "KEY=VALUE",
        multiple: true,
        description: "Claim to put into the signature",
      },
      {
        name: "generate-key",
        value: "PREFIX",
        description: "Write PREFIX.key and PREFIX.pub and sign nothing",
      },
      {
        name: "insecure",
        value: "HOST",
        multiple: true,
        description: "Speak to this registry over HTTP or without checking its certificate",
      },
      ...common,
    ],
    examples: [
      { run: "plimsoll sign --generate-key release", does: "make release.key and release.pub" },
      {
        run: "plimsoll sign registry.acme.dev/shop:1.4 --key release.key",
        does: "sign what the tag names now",
      },
    ],
    load: () => import("./commands/sign.ts"),
  },
  {
    name: "verify",
    operands: "IMAGE",
    summary: "Whom it comes from: verify signatures, check by check",
    description:
      "Verifies cosign signatures by key and prints each check that ran. Refuses unless one signature is verified.",
    options: [key, ...source, ...output, ...common],
    examples: [
      {
        run: "plimsoll verify registry.acme.dev/shop:1.4 --key release.pub",
        does: "exit code 0 only when verified",
      },
    ],
    load: () => import("./commands/verify.ts"),
  },
  {
    name: "capabilities",
    operands: "IMAGE",
    summary: "What a container of it may do, and what that lets an attacker do",
    description: `Works out user, capabilities, setuid files and file capabilities; with --compose, for each service. ${references}`,
    options: [
      ...source,
      {
        name: "compose",
        value: "FILE",
        multiple: true,
        description: "Take the settings of its services",
      },
      ...gate,
      ...walk,
      ...output,
      ...common,
    ],
    examples: [
      { run: "plimsoll capabilities shop:1 --compose compose.yaml", does: "for each service" },
    ],
    load: () => import("./commands/capabilities.ts"),
  },
  {
    name: "explain",
    operands: "ID IMAGE",
    summary: "Why a vulnerability is reported for an image, or why not",
    description: `Tells which installed packages the advisories about ID (a CVE, a GHSA or any other name) speak of, what was compared with what, whose data say so and of which day, and which rule decided. ${sbomReference}`,
    options: [
      ...source,
      dockerfile,
      ...advisories,
      osOnly,
      ...walk,
      {
        name: "format",
        short: "f",
        value: "FORMAT",
        choices: ["terminal", "json"],
        description: "What to print: terminal (default) or json",
      },
      ...common,
    ],
    examples: [
      { run: "plimsoll explain CVE-2022-0778 debian:11", does: "is it in there, and why?" },
      {
        run: "plimsoll explain GHSA-jfh8-c2jp-5v3q oci-dir:./image --advisories advisories",
        does: "by another name, with data of your own",
      },
    ],
    load: () => import("./commands/explain.ts"),
  },
  {
    name: "advisories",
    operands: "build|publish|pull|status|verify|search [DIR|TEXT]",
    summary: "Build, publish, fetch, verify and search advisories",
    description:
      "build reads advisories and writes small shards for each ecosystem or distribution release, signed with --key. --from takes a folder, a file (.json, .jsonl, .yaml, .xml, .zip and lists of Debian's tracker, also gzipped), an http(s) URL of one, or the name of a feed: osv:ECOSYSTEM (osv:npm, osv:pypi, osv:maven …), debian, debian-lists, alpine:BRANCH (alpine:v3.22, alpine:edge), wolfi, chainguard, arch, rubysec, friendsofphp, retirejs, node; nvd and vulnrichment, which rate what others leave unrated; kev, epss and exploits, which tell of attacks. A file of that name goes before the feed. What wolfi, chainguard and exploits bring must not be passed on. publish DIR puts such a folder into a registry (--to) or into npm packages (--npm, --out). pull fetches everything that mirrors publish, into the cache or with --out into a folder. status [DIR] says what is at hand and how old it is. verify DIR compares every file with its digest, and the signature with --advisories-key. search TEXT looks for a package, a CVE or an advisory.",
    options: [
      {
        name: "from",
        value: "DIR|FILE|URL|NAME",
        multiple: true,
        description: "Advisories, or the name of a feed; may be given several times",
      },
      {
        name: "feed-cache",
        value: "DIR",
        description:
          "Folder that keeps downloads: only what changed is fetched again, and where that fails, the older copy is used",
      },
      {
        name: "kev",
        value: "FILE|URL",
        description: "CISA's catalogue of known exploited vulnerabilities (JSON)",
      },
      {
        name: "epss",
        value: "FILE|URL",
        description: "FIRST's EPSS scores (CSV, gzipped or not)",
      },
      {
        name: "exploits",
        value: "FILE|URL",
        description: "The Exploit Database's files_exploits.csv",
      },
      {
        name: "out",
        value: "DIR",
        description: "Folder to write; replaced only when everything succeeds",
      },
      {
        name: "key",
        value: "FILE",
        description:
          "Private key to sign the build with; its passphrase is read from PLIMSOLL_KEY_PASSPHRASE",
      },
      {
        name: "to",
        value: "oci://REFERENCE",
        description: "Registry, repository and tag to publish to",
      },
      {
        name: "npm",
        value: "@SCOPE",
        description: "Write npm packages of this scope to --out, ready for npm publish",
      },
      {
        name: "advisories",
        value: "DIR",
        description:
          "Folder to search or to tell the status of; default: mirrors, else the baseline",
      },
      ...advisoryMirrors,
      {
        name: "cache-dir",
        value: "DIR",
        description: "Folder for what was fetched",
      },
      {
        name: "insecure",
        value: "HOST",
        multiple: true,
        description: "Speak to this registry over HTTP or without checking its certificate",
      },
      ...common,
    ],
    examples: [
      {
        run: "plimsoll advisories build --from debian --from osv:npm --feed-cache ~/.cache/plimsoll-feeds --out advisories",
        does: "all of Debian's and npm's advisories",
      },
      {
        run: "plimsoll advisories build --from https://osv-vulnerabilities.storage.googleapis.com/npm/all.zip --out advisories",
        does: "from any URL or file",
      },
      {
        run: "plimsoll advisories build --from npm.zip --kev https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json --epss https://epss.empiricalsecurity.com/epss_scores-current.csv.gz --out advisories",
        does: "and what is known of attacks on them",
      },
      { run: "plimsoll check shop:1 --advisories advisories", does: "use them" },
      {
        run: "plimsoll advisories publish advisories --to oci://ghcr.io/acme/advisories:latest",
        does: "for every job: plimsoll check --advisories-mirror oci://ghcr.io/acme/advisories:latest",
      },
      {
        run: "plimsoll advisories pull --advisories-mirror https://mirror.acme.dev/advisories --out advisories",
        does: "a folder for machines without a network",
      },
      {
        run: "plimsoll advisories search CVE-2021-23337 --advisories advisories",
        does: "what is said about it, in every shard",
      },
    ],
    load: () => import("./commands/advisories.ts"),
  },
  {
    name: "completion",
    operands: "bash|zsh|fish",
    summary: "Completion for your shell",
    description: "Prints a script that completes commands, options and values.",
    options: [{ name: "help", short: "h", description: "Print this help" }],
    examples: [
      { run: 'eval "$(plimsoll completion bash)"', does: "in ~/.bashrc" },
      {
        run: "plimsoll completion fish > ~/.config/fish/completions/plimsoll.fish",
        does: "for fish",
      },
    ],
    load: () => import("./commands/completion.ts"),
  },
];
