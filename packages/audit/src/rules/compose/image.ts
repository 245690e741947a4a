import { references } from "../../rule/references.ts";
import type { ComposeRule } from "../../rule/types.ts";
import { parseImageName } from "../../text/image-name.ts";
import { judgeServices, observeService, unresolvedReason } from "./observe.ts";

/** An image without version. */
export const imageUnpinned: ComposeRule = {
  id: "compose-image-unpinned",
  target: "compose",
  title: "The image has no version",
  severity: "medium",
  description: "Without a tag, or with latest, each pull may start another program, unreviewed.",
  remediation: "Name a version, better with its digest: image: name:version@sha256:….",
  references: [`${references.composeServices}#image`],
  peers: {},
  check(file) {
    return judgeServices(file, (service) => {
      const { image, build } = service;
      // With build, image names what is built.
      if (image === undefined || build !== undefined) return [];
      const value = `image: ${image.text}`;
      const { tag, digest } = parseImageName(image.value);
      if (image.unresolved.length > 0) {
        if (digest !== undefined && !digest.includes("$")) return [];
        // A variable beside fixed text in the tag is a version all the same.
        if (tag !== undefined && /^[\w.-]+\$\{?|\}[\w.-]+$/.test(tag)) return [];
        const unknown = unresolvedReason(image.unresolved);
        return [observeService(file, service, "image", image, value, { unknown })];
      }
      const isWrong = digest === undefined && (tag === undefined || tag === "latest");
      if (!isWrong) return [];
      const title = tag === undefined ? "The image has no tag" : "The image is tagged latest";
      return [observeService(file, service, "image", image, value, { title })];
    });
  },
};

/** An image without digest. */
export const imageDigest: ComposeRule = {
  id: "compose-image-digest",
  target: "compose",
  title: "The image is not pinned by digest",
  severity: "negligible",
  description: "A tag can be moved to another image after it was reviewed.",
  remediation: "Add the digest: image: name:version@sha256:….",
  references: [`${references.composeServices}#image`],
  peers: {},
  check: (file) =>
    judgeServices(file, (service) => {
      const { image, build } = service;
      if (image === undefined || build !== undefined) return [];
      if (parseImageName(image.value).digest !== undefined) return [];
      const value = `image: ${image.text}`;
      const details =
        image.unresolved.length > 0 ? { unknown: unresolvedReason(image.unresolved) } : {};
      return [observeService(file, service, "image", image, value, details)];
    }),
};
