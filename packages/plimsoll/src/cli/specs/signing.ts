import type { CommandSpec } from "../command.ts";
import { common, output, signers, source } from "../options.ts";
import { signing } from "../signing-options.ts";
import { exampleDigest } from "./texts.ts";

/** Commands about whom an image comes from. */
export const signingCommands: readonly CommandSpec[] = [
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
    load: () => import("../commands/sign.ts"),
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
    load: () => import("../commands/attest.ts"),
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
    load: () => import("../commands/verify.ts"),
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
    load: () => import("../commands/discover.ts"),
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
    load: () => import("../commands/trust.ts"),
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
    load: () => import("../commands/dct.ts"),
  },
];
