import { references } from "../../rule/references.ts";
import type { ImageRule } from "../../rule/types.ts";
import { parseImageName } from "../../text/image-name.ts";
import { observeConfig } from "./observe.ts";

/** An image that is named by a tag that moves. */
export const latestTag: ImageRule = {
  id: "image-latest",
  target: "image",
  title: "The image is named by a tag that moves",
  severity: "low",
  description: "Tomorrow the name leads to another image: what was checked is not what runs.",
  remediation: "Give the image a version as tag, and name it by that or by digest.",
  references: [`${references.bestPractices}#pin-base-image-versions`],
  peers: { dockle: ["DKL-DI-0006"] },
  check({ reference }) {
    const isId = reference !== undefined && /^(?:sha256:)?[0-9a-f]{12,64}$/.test(reference);
    if (reference === undefined || isId)
      return { notApplicable: "the image was not named by a tag" };
    const { tag, digest } = parseImageName(reference);
    if (digest !== undefined) return [];
    if (tag !== undefined && tag !== "latest") return [];
    return [observeConfig("name of the image", reference)];
  },
};
