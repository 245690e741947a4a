import type { CommandSpec } from "./command.ts";
import {
  advisories,
  advisoryMirrors,
  common,
  compare,
  compareFiles,
  dockerfile,
  files,
  fix,
  gate,
  gateKnown,
  key,
  licenceFiles,
  live,
  malware,
  noSecrets,
  osOnly,
  otherBases,
  output,
  signers,
  source,
  verifyPackages,
  vex,
  walk,
} from "./options.ts";
import { signing } from "./signing-options.ts";

const references =
  "IMAGE is a registry reference (ghcr.io/acme/shop:1.4), or docker-daemon:NAME, container:NAME (a container " +
  "with its changes), containers-storage:NAME (Podman's store), containerd:NAME, docker-archive:FILE, " +
  "oci-dir:DIR, oci-archive:FILE, dir:FOLDER.";

const sbomReference = `${references.slice(0, -1)}, or sbom:FILE, a bill of materials (CycloneDX, SPDX, Syft).`;

/** What was built is named by its digest. */
const exampleDigest = "registry.acme.dev/shop@sha256:4f1d…";

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
      ...signers,
      { name: "require-signature", description: "Fail the verdict unless a signature is verified" },
      ...otherBases,
      ...compare,
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
      {
        run: "plimsoll check shop:pr-12 --compare-with shop:main",
        does: "what is new since the main branch; only that can fail",
      },
    ],
    load: () => import("./commands/check.ts"),
  },
  {
    name: "diff",
    operands: "BASE HEAD",
    summary: "What changed between two states of an image",
    description:
      "Each state is an image, or the file of a report (JSON) or bill of materials. Both are matched against the same advisories, so that what was published in between is no change. Only what is new, or worse than before, fails the verdict.",
    options: [
      ...source,
      ...files,
      compareFiles,
      ...advisories,
      ...vex,
      noSecrets,
      ...malware,
      licenceFiles,
      key,
      ...gate,
      gateKnown,
      osOnly,
      ...walk,
      ...output,
      ...common,
    ],
    examples: [
      { run: "plimsoll diff debian:12.1 debian:12.2", does: "two images" },
      {
        run: "plimsoll diff main.json docker-archive:shop.tar --format markdown",
        does: "a saved report and an image, as a comment",
      },
      { run: "plimsoll diff sbom:old.cdx.json sbom:new.spdx.json", does: "two bills of materials" },
    ],
    load: () => import("./commands/diff.ts"),
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
      ...compare,
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
      "Judges Dockerfiles, the configuration of an image, and other files (*.yml, *.yaml, *.json) by what their name and content say they are: compose files, Kubernetes objects, devcontainer.json, GitHub workflows. Operands that exist as files are audited as such; one other operand is taken as an image. live: is the running engine, Docker's or Podman's: its host, daemon, images, swarm, and all containers, running or not, by every control of the CIS Docker Benchmark. What cannot be read is unknown, never passed: run it as root on the engine's machine to see everything. --fix mends what is sure to change nothing else, audits again and reports what is left; --fix=unsafe also what may change what the program does or may do. Symbolic links and files outside of the working folder are refused. With --diff nothing is written: exit code 0 when there is nothing to mend, 1 when there is, 3 when a file could not be read.",
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
        run: "plimsoll audit --from-snapshot host.json -o host.docker-bench.json",
        does: "judge a recorded engine; JSON as Docker Bench writes it",
      },
    ],
    load: () => import("./commands/audit.ts"),
  },
  {
    name: "sign",
    operands: "IMAGE",
    summary: "Sign the digest of an image in a registry, with a key or without",
    description:
      "Resolves the tag once and signs the digest. The passphrase of an encrypted key is read from PLIMSOLL_KEY_PASSPHRASE, else COSIGN_PASSWORD; what a key management service asks for, from its own variables. With --keyless, Sigstore's public instance certifies and records who signed, unless other services are named: what is recorded there is public for good. With --generate-key, makes a key pair instead.",
    options: [
      ...signing,
      {
        name: "recursive",
        short: "r",
        description: "Of an index, sign each platform's manifest too",
      },
      {
        name: "signature-format",
        value: "FORMAT",
        choices: ["classic", "bundle"],
        description:
          "classic (a .sig tag; default with --key) or bundle (a Sigstore bundle as a referrer; default with --keyless)",
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
      ...common,
    ],
    examples: [
      { run: "plimsoll sign --generate-key release", does: "make release.key and release.pub" },
      {
        run: `plimsoll sign ${exampleDigest} --key release.key`,
        does: "sign what was built",
      },
      {
        run: `plimsoll sign ${exampleDigest} --keyless --recursive`,
        does: "in a job with the permission id-token: write, every platform",
      },
      {
        run: `plimsoll sign ${exampleDigest} --key awskms:///alias/release`,
        does: "with a key that never leaves AWS",
      },
    ],
    load: () => import("./commands/sign.ts"),
  },
  {
    name: "attest",
    operands: "IMAGE",
    summary: "Sign a statement about an image: provenance, bill of materials, scan, VEX",
    description:
      "Puts an in-toto statement about the image's digest beside it in its registry, signed like a signature. TYPE is slsaprovenance1, slsaprovenance02, cyclonedx, spdx, spdx3, vuln (as cosign has it), vulns (in-toto's), openvex, vsa, report (a report by plimsoll), custom (as cosign has it), or the URI of a vocabulary of your own; vuln and vulns are also made from a report. The content is checked against its type.",
    options: [
      { name: "type", value: "TYPE", description: "What the predicate is" },
      { name: "predicate", value: "FILE", description: "The predicate, a JSON file" },
      {
        name: "provenance-from-github",
        description: "State how this job of GitHub Actions builds (SLSA provenance v1)",
      },
      ...signing,
      {
        name: "signature-format",
        value: "FORMAT",
        choices: ["classic", "bundle"],
        description: "bundle (a Sigstore bundle as a referrer; default) or classic (an .att tag)",
      },
      ...common,
    ],
    examples: [
      {
        run: `plimsoll attest ${exampleDigest} --keyless --provenance-from-github`,
        does: "in a job of GitHub Actions with the permission id-token: write",
      },
      {
        run: `plimsoll attest ${exampleDigest} --key release.key --type cyclonedx --predicate sbom.cdx.json`,
        does: "a bill of materials",
      },
      {
        run: `plimsoll attest ${exampleDigest} --key release.key --type vulns --predicate report.json`,
        does: "what plimsoll check found, as a scan",
      },
    ],
    load: () => import("./commands/attest.ts"),
  },
  {
    name: "verify",
    operands: "IMAGE",
    summary: "Whom it comes from: verify signatures, check by check",
    description:
      "Verifies the signatures of an image by the rules of trust in plimsoll.yml, or by the signers that the options name, which stand in place of the rules. Prints what was asked for, every signature with every check, and what was not checked. Exit code 0 only when the image is accepted. With --platform all, every manifest of an index is judged.",
    options: [
      ...signers,
      { name: "offline", description: "Ask nothing but the image's own registry" },
      ...source,
      ...output,
      ...common,
    ],
    examples: [
      {
        run: "plimsoll verify registry.acme.dev/shop:1.4 --key release.pub",
        does: "exit code 0 only when verified",
      },
      {
        run: "plimsoll verify ghcr.io/acme/shop:1.4 --platform all",
        does: "every platform, by the rules of plimsoll.yml",
      },
      {
        run: "plimsoll verify ghcr.io/acme/shop:1.4 --certificate-issuer https://token.actions.githubusercontent.com --certificate-identity https://github.com/acme/shop/.github/workflows/release.yml@refs/heads/main",
        does: "signed without a key by that workflow",
      },
    ],
    load: () => import("./commands/verify.ts"),
  },
  {
    name: "discover",
    operands: "IMAGE",
    summary: "Which signatures and attestations lie beside an image, in every format",
    description:
      "Lists what lies beside an image and, of an index, beside every manifest in it: cosign's signatures and attestations under tags and as Sigstore bundles, Notary Project signatures, in-toto statements, BuildKit's unsigned attestations. Nothing is verified.",
    options: [
      {
        name: "format",
        short: "f",
        value: "FORMAT",
        choices: ["terminal", "json"],
        description: "What to print: terminal (default) or json",
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
      { run: "plimsoll discover ghcr.io/acme/shop:1.4", does: "a table" },
      { run: "plimsoll discover ghcr.io/acme/shop:1.4 --format json", does: "for a program" },
    ],
    load: () => import("./commands/discover.ts"),
  },
  {
    name: "trust",
    operands: "update|show|import [FILE]",
    summary: "The roots that keyless signatures are verified with, and policies of other tools",
    description:
      "update fetches the trusted root of Sigstore's public instance by TUF, verifies it, and keeps it in the cache folder; with --out it is written to a file too, for machines without a network. --tuf-url and --tuf-root name another instance's TUF repository and the root.json that you trust. show prints the roots at hand (kept, else embedded, or those of --trusted-root) with their authorities and logs and when each is valid; it connects to nothing. import reads notation's trustpolicy.json, policy.json of Podman and Skopeo, ClusterImagePolicy of Sigstore's policy-controller, and verifyImages of Kyverno, and prints the key trust of plimsoll.yml; what cannot be carried over is listed, and a rule that would come out weaker refuses its images instead.",
    options: [
      {
        name: "out",
        value: "FILE",
        description: "With update: write the trusted_root.json there",
      },
      {
        name: "trusted-root",
        value: "FILE",
        multiple: true,
        description:
          "With show: a trusted_root.json, or several such documents, one a line, as gh attestation trusted-root writes them",
      },
      {
        name: "tuf-url",
        value: "URL",
        description: "TUF repository of another Sigstore instance",
      },
      {
        name: "tuf-root",
        value: "FILE",
        description: "Its root.json, fetched in a way that you trust",
      },
      {
        name: "trust-store",
        value: "DIR",
        description: "With import: folder of notation's trust stores; default: truststore/x509",
      },
      { name: "cache-dir", value: "DIR", description: "Folder for what was fetched" },
      {
        name: "format",
        short: "f",
        value: "FORMAT",
        choices: ["terminal", "json"],
        description: "What show prints: terminal (default) or json",
      },
      ...common,
    ],
    examples: [
      { run: "plimsoll trust update", does: "fetch and keep the newest roots" },
      { run: "plimsoll trust show", does: "what is trusted now, and since when" },
      {
        run: "plimsoll trust update --out trusted_root.json",
        does: "a file for machines without a network",
      },
      {
        run: "plimsoll trust show --trusted-root trusted_root.json --format json",
        does: "what such a file holds, for a program",
      },
      {
        run: "plimsoll trust import trustpolicy.json > trust.yml",
        does: "notation's policy as one for --trust-policy",
      },
    ],
    load: () => import("./commands/trust.ts"),
  },
  {
    name: "dct",
    operands:
      "inspect|verify|init|sign|revoke|add-signer|remove-signer|rotate|migrate REPOSITORY[:TAG] [NAME|ROLE]",
    summary: "Docker Content Trust: verify it by pinned root keys, publish, and move away from it",
    description:
      "inspect REPOSITORY shows roles, keys and tags; without pins it fails and tells the ids of the root keys that it found. verify REPOSITORY:TAG gives the digest to pull. init REPOSITORY makes a root key (or takes the one at hand) and a targets key. sign REPOSITORY:TAG signs what the tag names now, revoke REPOSITORY:TAG withdraws that. add-signer and remove-signer REPOSITORY NAME change who may sign. rotate REPOSITORY root|targets|snapshot|timestamp gives a role another key. migrate REPOSITORY verifies every tag and, with --key, signs each digest anew in a format of today. Private keys are those of Docker's own client; their passphrases are read from DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE and DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE, else from Notary's variables. A root key among them is trusted without a pin by whatever writes.",
    options: [
      {
        name: "root-key",
        value: "ID",
        multiple: true,
        description: "Id of a root key that is trusted",
      },
      {
        name: "root-ca",
        value: "FILE",
        multiple: true,
        description: "Certificate authority (PEM) that may have issued the root's certificate",
      },
      {
        name: "server",
        value: "URL",
        description: "Notary server; default: DOCKER_CONTENT_TRUST_SERVER, else the registry's own",
      },
      {
        name: "role",
        value: "ROLE",
        multiple: true,
        description:
          "Role that must have signed, or to sign in, e.g. targets/releases; default: as Docker chooses",
      },
      {
        name: "store",
        value: "DIR",
        description: "Folder that remembers what was seen, so that no server can go back behind it",
      },
      {
        name: "trust-dir",
        value: "DIR",
        description: "Folder of Docker's trust data; default: ~/.docker/trust",
      },
      {
        name: "public-key",
        value: "FILE",
        multiple: true,
        description: "With add-signer: the signer's public key or certificate (PEM)",
      },
      { name: "force", description: "With remove-signer: remove the last one too" },
      {
        name: "own-snapshot",
        description: "With init and rotate: keep the snapshot's key here, not at the server",
      },
      {
        name: "key",
        value: "FILE",
        description:
          "With migrate: private key to sign anew with; its passphrase is read from PLIMSOLL_KEY_PASSPHRASE",
      },
      {
        name: "signature-format",
        value: "FORMAT",
        choices: ["classic", "bundle"],
        description: "With migrate: classic (a .sig tag; default) or bundle (a Sigstore bundle)",
      },
      { name: "json", description: "Print the result as JSON" },
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
        run: "plimsoll dct inspect registry.acme.dev/shop",
        does: "the ids of the root keys, to compare with what the publisher says",
      },
      {
        run: "plimsoll dct verify registry.acme.dev/shop:1.4 --root-key 33913efa316133e92fb63096bd8f211f0f26c3cb907314ad5190417db8200e8d",
        does: "exit code 0 only when verified; prints what to pull",
      },
      {
        run: "plimsoll dct sign registry.acme.dev/shop:1.4",
        does: "with the keys that docker trust made",
      },
      {
        run: "plimsoll dct migrate registry.acme.dev/shop --root-key 33913efa316133e92fb63096bd8f211f0f26c3cb907314ad5190417db8200e8d --key release.key",
        does: "verify the old signatures, then sign every digest with release.key",
      },
    ],
    load: () => import("./commands/dct.ts"),
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
