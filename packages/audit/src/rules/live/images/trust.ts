import { policyPath } from "../../../live/host-texts.ts";
import { toFields } from "../../../live/read.ts";
import type { LiveSnapshot } from "../../../live/types.ts";
import { references } from "../../../rule/references.ts";
import { readHostText } from "../host/facts.ts";
import { hostRule, type Said, told } from "../observe.ts";
import { imageRule } from "./rule.ts";

/** Nobody verifies who made an image before it runs. */
export const contentTrust = hostRule(
  {
    id: "live-content-trust",
    title: "Nothing verifies signatures of images before they run",
    severity: "medium",
    description:
      "Whoever can push to the registry, or sits between, decides what runs. Docker Content Trust is no answer for images of Docker Hub: its service there ends on 8 December 2026.",
    remediation:
      "Verify before use: plimsoll verify IMAGE --key release.pub, or a policy.json (Podman) or an admission policy that requires signatures.",
    references: [
      "https://www.docker.com/blog/retiring-docker-content-trust/",
      "https://github.com/containers/image/blob/main/docs/containers-policy.json.5.md",
      references.cis,
    ],
  },
  policyPath,
  (snapshot) => {
    const verifier = findVerifier(snapshot);
    if (typeof verifier !== "string") return [verifier];
    return verifier === "" ? [{ wrong: "neither a policy.json nor an own Notary server" }] : [];
  },
);

/** DOCKER_CONTENT_TRUST=1 against Docker Hub. */
export const retiredTrust = hostRule(
  {
    id: "live-content-trust-retired",
    title: "DOCKER_CONTENT_TRUST relies on a service that ends",
    severity: "medium",
    description:
      "Docker retires Content Trust; notary.docker.io ends on 8 December 2026. Pulls of official images then fail, or somebody switches the verification off.",
    remediation:
      "Remove DOCKER_CONTENT_TRUST, and verify signatures of cosign or notation instead.",
    references: ["https://www.docker.com/blog/retiring-docker-content-trust/"],
  },
  "environment",
  ({ host, containers }) => [
    ...(isDockerHubTrust(host.environment)
      ? [{ wrong: "DOCKER_CONTENT_TRUST=1 of the caller" }]
      : []),
    ...told(containers, "its containers", (all) =>
      all
        .filter(
          ({ contentTrust }) =>
            contentTrust !== undefined && /^(?:1|true|yes|on)$/i.test(contentTrust),
        )
        .map(({ name }) => ({ wrong: `DOCKER_CONTENT_TRUST in container ${name}` })),
    ),
  ],
);

/** Images whose origin nobody knows. */
export const imageOrigin = imageRule(
  {
    id: "live-image-origin",
    title: "The image of a container comes from nobody knows where",
    severity: "low",
    description:
      "It has neither a name nor the digest of a registry: nobody can look up who made it.",
    remediation: "Build and push it under a name, and run that.",
    references: [references.cis],
  },
  "RepoTags and RepoDigests",
  (image, snapshot): readonly Said[] => {
    if (image.tags.length === 0 && image.digests.length === 0) return [{ wrong: image.id }];
    if (findVerifier(snapshot) !== "") return [];
    return [
      {
        unknown:
          image.digests.length === 0
            ? "it was built or loaded here, and nobody signed it as far as the engine knows"
            : "nobody verified its signature: plimsoll verify tells",
      },
    ];
  },
  "used",
);

/** What verifies signatures, an empty text for nothing, or why that is not known. */
function findVerifier(snapshot: LiveSnapshot): string | { unknown: string } {
  const { host, engine } = snapshot;
  const { DOCKER_CONTENT_TRUST_SERVER: server = "" } = host.environment;
  if (isOn(host.environment) && server !== "" && !/notary\.docker\.io/.test(server)) {
    return `DOCKER_CONTENT_TRUST with ${server}`;
  }
  if (engine.kind !== "podman") return "";
  const file = readHostText(snapshot, policyPath);
  if ("unknown" in file) return file;
  if ("missing" in file) return "";
  return isVerifying(file.text) ? policyPath : "";
}

/** A policy whose default accepts nothing unsigned. */
function isVerifying(text: string): boolean {
  try {
    const requirements = toFields(JSON.parse(text)).default;
    return (
      Array.isArray(requirements) &&
      requirements.length > 0 &&
      requirements.every((each) =>
        ["reject", "signedBy", "sigstoreSigned"].includes(String(toFields(each).type)),
      )
    );
  } catch {
    return false;
  }
}

function isOn(environment: Readonly<Record<string, string>>): boolean {
  return /^(?:1|true|yes|on)$/i.test(environment.DOCKER_CONTENT_TRUST ?? "");
}

function isDockerHubTrust(environment: Readonly<Record<string, string>>): boolean {
  const server = environment.DOCKER_CONTENT_TRUST_SERVER ?? "";
  return isOn(environment) && (server === "" || /notary\.docker\.io/.test(server));
}
