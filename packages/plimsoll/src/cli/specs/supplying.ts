import type { CommandSpec } from "../command.ts";
import { advisoryMirrors, common } from "../options.ts";

/** Commands for the data and the shell. */
export const supplyingCommands: readonly CommandSpec[] = [
  {
    name: "advisories",
    operands: "build|publish|pull|status|verify|search [DIR|TEXT]",
    summary: "Build, publish, fetch, verify and search advisories",
    description:
      "build reads advisories and writes small shards for each ecosystem or distribution release, signed with --key. --from takes a folder, a file (.json, .jsonl, .yaml, .xml, .zip, .tar and lists of Debian's tracker, also in gzip, bzip2 or zstd), an http(s) URL of one, or the name of a feed: osv:ECOSYSTEM (osv:npm, osv:pypi, osv:maven …), debian, debian-lists, alpine:BRANCH (alpine:v3.22, alpine:edge), wolfi, chainguard, redhat-vex, redhat-csaf, redhat-oval:9, suse-vex, suse-csaf, suse-oval:sles-15, oracle, amazon:2023, azurelinux, photon:5.0, ubuntu-oval:noble, arch, rubysec, friendsofphp, retirejs, node; nvd and vulnrichment, which rate what others leave unrated; kev, epss and exploits, which tell of attacks. A file of that name goes before the feed. What wolfi, chainguard and exploits bring must not be passed on. publish DIR puts such a folder into a registry (--to) or into npm packages (--npm, --out). pull fetches everything that mirrors publish, into the cache or with --out into a folder. status [DIR] says what is at hand and how old it is. verify DIR compares every file with its digest, and the signature with --advisories-key. search TEXT looks for a package, a CVE or an advisory.",
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
        name: "maven-digests",
        value: "DIR|FILE|URL",
        description:
          "Where the SHA-1 of Maven's files are, to recognise jars that do not tell what they are: a folder in Maven's layout, a repository (https://repo1.maven.org/maven2), or a list of lines `SHA-1 group:artifact:version`",
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
    load: () => import("../commands/advisories.ts"),
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
    load: () => import("../commands/completion.ts"),
  },
];
