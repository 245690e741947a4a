import { parseDockerfile } from "../../../dockerfile/parse.ts";
import type { LiveImage } from "../../../live/types.ts";
import { references } from "../../../rule/references.ts";
import type { DockerfileRule } from "../../../rule/types.ts";
import { packageSignatures, tlsVerification } from "../../dockerfile/tls.ts";
import { updateAlone } from "../../dockerfile/update-alone.ts";
import { readSteps } from "../../image/observe.ts";
import type { Said } from "../observe.ts";
import { imageRule } from "./rule.ts";

/** Package lists that a layer of their own brought. */
export const imageUpdateAlone = imageRule(
  {
    id: "live-image-update-alone",
    title: "Package lists were updated in a layer of their own",
    severity: "medium",
    description:
      "The builder's cache keeps that layer, and installs old packages by old lists later.",
    remediation: "Rebuild with update and install in one RUN.",
    references: [`${references.bestPractices}#apt-get`, references.cis],
  },
  "history",
  (image) => judgeHistory(image, [updateAlone]),
);

/** Packages and downloads that nobody verified. */
export const imageUnverified = imageRule(
  {
    id: "live-image-unverified-packages",
    title: "The image was built with a verification switched off",
    severity: "high",
    description: "Whoever sat between the build and its sources decided what the image holds.",
    remediation: "Rebuild with certificates and signatures of packages verified.",
    references: [references.bestPractices, references.cis],
  },
  "history",
  (image) => judgeHistory(image, [tlsVerification, packageSignatures]),
);

/** Judges the history as the Dockerfile that it was. */
function judgeHistory({ config }: LiveImage, rules: readonly DockerfileRule[]): readonly Said[] {
  if (config === undefined) return [{ unknown: "the engine did not describe the image" }];
  if (config.history.length === 0) return [{ notApplicable: "the image has no history" }];
  const steps = readSteps(config).map(({ instruction }) => instruction.replace(/\s+/g, " "));
  const instructions = steps.filter((text) => /^(?:RUN|ENV|ARG|SHELL|COPY|ADD) /.test(text));
  const file = parseDockerfile(["FROM scratch", ...instructions].join("\n"));
  return rules.flatMap((rule) => {
    const judgement = rule.check(file, {});
    if ("notApplicable" in judgement) return [];
    return judgement
      .filter(({ unknown, notApplicable }) => unknown === undefined && notApplicable === undefined)
      .map(({ value }): Said => ({ wrong: value, confidence: "medium" }));
  });
}
