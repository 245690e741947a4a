import type { Dockerfile } from "../../dockerfile/types.ts";
import { references } from "../../rule/references.ts";
import type { DockerfileRule, Judgement, Observation } from "../../rule/types.ts";
import { type ImageName, parseImageName } from "../../text/image-name.ts";
import { observe } from "./observe.ts";

const shared = {
  target: "dockerfile",
  references: [
    `${references.dockerfile}#from`,
    `${references.bestPractices}#pin-base-image-versions`,
  ],
} as const;

/** FROM without tag or digest means `latest`. */
export const baseUntagged: DockerfileRule = {
  ...shared,
  id: "dockerfile-base-untagged",
  title: "The base image has no tag",
  severity: "medium",
  description: "Without a tag Docker takes latest, which is another image with every release.",
  remediation: "Name a version: FROM name:version, better with its digest.",
  peers: {
    hadolint: ["DL3006"],
    trivy: ["DS-0001"],
    checkov: ["CKV_DOCKER_7"],
    dockle: ["DKL-DI-0006"],
  },
  check: (file) =>
    judgeBases(
      file,
      ({ tag, digest }) => tag === undefined && digest === undefined,
      (written) => written.tag !== undefined || written.digest !== undefined,
    ),
};

/** FROM with the tag `latest`. */
export const baseLatest: DockerfileRule = {
  ...shared,
  id: "dockerfile-base-latest",
  title: "The base image is tagged latest",
  severity: "medium",
  description:
    "The tag latest moves: the same Dockerfile builds another image tomorrow, unreviewed.",
  remediation: "Name a version instead of latest, better with its digest.",
  peers: {
    hadolint: ["DL3007"],
    trivy: ["DS-0001"],
    checkov: ["CKV_DOCKER_7"],
    dockle: ["DKL-DI-0006"],
  },
  check: (file) =>
    judgeBases(
      file,
      ({ tag, digest }) => tag === "latest" && digest === undefined,
      (written) => hasFixedDigest(written) || hasFixedText(written.tag ?? ""),
    ),
};

/** FROM without a digest. */
export const baseDigest: DockerfileRule = {
  ...shared,
  id: "dockerfile-base-digest",
  title: "The base image is not pinned by digest",
  severity: "low",
  description:
    "A tag can be moved to other content, by its owner or by whoever takes over the account; a digest cannot.",
  remediation: "Append the digest: FROM name:version@sha256:…, and let a bot keep it fresh.",
  peers: {},
  check: (file) => judgeBases(file, ({ digest }) => digest === undefined, hasFixedDigest),
};

/**
 * @param isWrong about an image whose variables are all known
 * @param isSettled true when what is written passes, whatever the variables in it hold
 */
function judgeBases(
  file: Dockerfile,
  isWrong: (image: ImageName) => boolean,
  isSettled: (written: ImageName) => boolean,
): Judgement {
  const external = file.stages.filter(
    ({ base, isImplied }) => base.stage === undefined && !base.isScratch && !isImplied,
  );
  if (external.length === 0) {
    return { notApplicable: "no stage starts from an image of a registry" };
  }
  return external.flatMap((stage): Observation[] => {
    const { text, image, unresolved } = stage.base;
    const placed = { stage, instruction: stage.from };
    const at = stage.from.words[0];
    const identity = [stage.name?.toLowerCase() ?? `#${stage.index}`, text];
    if (image === undefined) {
      const written = parseImageName(text);
      // A colon within `${…}` splits nothing.
      if (!/\$\{[^}]*$/.test(written.name) && isSettled(written)) return [];
      const unknown = `${unresolved.join(", ")} has no default`;
      return [observe(file, placed, { at, unknown, value: text, identity })];
    }
    if (!isWrong(parseImageName(image))) return [];
    const value = image === text ? text : `${text} (${image})`;
    return [observe(file, placed, { at, value, identity })];
  });
}

/** True when a tag holds more than variables: `$VERSION-slim` is never `latest`. */
function hasFixedText(tag: string): boolean {
  return tag.replace(/\$(?:\{\w+\}|\w+)/g, "") !== "";
}

function hasFixedDigest({ digest }: ImageName): boolean {
  return digest !== undefined && !digest.includes("$");
}
