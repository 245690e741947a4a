import type { Option } from "./command.ts";

/** Options of `sign` and `attest`: who signs, and who is told of it. */
export const signing: readonly Option[] = [
  {
    name: "key",
    value: "FILE|URI",
    description:
      "Private key: PKCS#8, encrypted PKCS#8 or cosign's own; or one in a service: awskms://, gcpkms://, azurekms://, hashivault://",
  },
  {
    name: "keyless",
    description:
      "Sign with a certificate for whoever runs this: the identity token of GitHub Actions, GitLab, Buildkite, or --identity-token",
  },
  {
    name: "identity-token",
    value: "FILE|TOKEN",
    description: "With --keyless: the identity token, better as a file: others see arguments",
  },
  {
    name: "signing-config",
    value: "FILE",
    description: "Services of a Sigstore instance (signing_config.json, v0.2)",
  },
  {
    name: "fulcio-url",
    value: "URL",
    description: "With --keyless: the certificate authority; default: Sigstore's public one",
  },
  {
    name: "rekor-url",
    value: "URL",
    description: "Transparency log (Rekor 1) that records the signature",
  },
  {
    name: "tsa-url",
    value: "URL",
    multiple: true,
    description: "Timestamping authority (RFC 3161) that says when it was signed",
  },
  {
    name: "trusted-root",
    value: "FILE",
    multiple: true,
    description: "Verify what the services gave with this trusted_root.json before it is pushed",
  },
  {
    name: "tlog",
    description: "With --key: record the signature in the log too, where everybody can read it",
  },
  {
    name: "no-tlog",
    description: "With --keyless: tell no log; a timestamp says when it was signed",
  },
  {
    name: "allow-tag",
    description: "Take what a tag names now; without, sign warns and attest refuses",
  },
  {
    name: "insecure",
    value: "HOST",
    multiple: true,
    description: "Speak to this registry over HTTP or without checking its certificate",
  },
];
