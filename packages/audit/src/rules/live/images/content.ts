import { references } from "../../../rule/references.ts";
import { told } from "../observe.ts";
import { imageRule } from "./rule.ts";

/** Days after which an image is old: distributions publish fixes every few days. */
const maxAgeDays = 90;

/** An image that was not rebuilt for long. */
export const imageOld = imageRule(
  {
    id: "live-image-old",
    title: "The image of a container was built long ago",
    severity: "low",
    description: "What was mended in its packages since is not in it.",
    remediation:
      "Rebuild it on a current base image; plimsoll scan tells what is known against it.",
    references: [references.bestPractices, references.cis],
  },
  "Created",
  (image, snapshot) =>
    told(image.created, "Created", (seconds) => {
      const days = Math.floor((Date.parse(snapshot.takenAt) / 1000 - seconds) / 86_400);
      if (!Number.isFinite(days)) return [{ unknown: "the snapshot has no date" }];
      // Images of reproducible builds say 1970 or another day that means nothing.
      if (seconds <= 315_532_800) return [{ unknown: "the image does not tell when it was built" }];
      return days > maxAgeDays
        ? [{ wrong: `${days} days old` }]
        : [{ unknown: "its packages were not looked at: plimsoll scan does that" }];
    }),
  "used",
);

/** Packages of images, which the engine does not tell. */
export const imagePackages = imageRule(
  {
    id: "live-image-packages",
    title: "The image holds packages that it does not need",
    severity: "low",
    description: "Each is a tool for an attacker and one more thing to update.",
    remediation: "Use a smaller base image; plimsoll sbom lists what is inside.",
    references: [references.bestPractices, references.cis],
  },
  "the image's layers",
  () => [{ unknown: "the engine does not tell: plimsoll sbom lists the packages" }],
  "used",
);

/** Set-uid files of images, which the engine does not tell. */
export const imageSetuid = imageRule(
  {
    id: "live-image-setuid",
    title: "The image holds programs that give root to whoever starts them",
    severity: "low",
    description: "A process of an unprivileged user becomes root through a fault in one of them.",
    remediation: "Remove the bit at build time; plimsoll capabilities lists them.",
    references: [references.bestPractices, references.cis],
  },
  "the image's layers",
  () => [{ unknown: "the engine does not tell: plimsoll capabilities lists them" }],
  "used",
);
