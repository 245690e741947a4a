import type { ImageConfig } from "@plimsoll/image";
import { parseDockerfile } from "../../dockerfile/parse.ts";
import { references } from "../../rule/references.ts";
import type { DockerfileRule, ImageRule, Judgement, RuleData } from "../../rule/types.ts";
import { aptLists, aptUpgrade } from "../dockerfile/apt.ts";
import { apkCache } from "../dockerfile/package-cache.ts";
import { sudo } from "../dockerfile/run-practice.ts";
import { updateAlone } from "../dockerfile/update-alone.ts";
import { observeStep, readSteps } from "./observe.ts";

/** Instructions that bear on the commands behind them; of the others the history tells less than a Dockerfile. */
const judged = /^(?:RUN|ENV|ARG|SHELL) /;

/**
 * Judges the history of an image by a rule over Dockerfiles, as far as it tells what was run. Where
 * that rule fails, the layer is told: so that what the base image brought is known as such.
 */
export function judgeHistoryBy(config: ImageConfig, rule: DockerfileRule): Judgement {
  if (config.history.length === 0) return { notApplicable: "the image has no history" };
  const steps = readSteps(config)
    .map((step) => ({ ...step, instruction: step.instruction.replace(/\s+/g, " ").trim() }))
    .filter(({ instruction }) => judged.test(instruction));
  const lines = steps.map(({ instruction }) => instruction.replace(/\\$/, ""));
  const judgement = rule.check(parseDockerfile(["FROM scratch", ...lines].join("\n")), {});
  if ("notApplicable" in judgement) return judgement;
  return judgement.flatMap(({ line = 0, title, unknown, notApplicable, value }) => {
    const step = steps[line - 2];
    if (step === undefined || unknown !== undefined || notApplicable !== undefined) return [];
    return [
      observeStep(step, {
        ...(title === undefined ? {} : { title }),
        value,
        // The history is what a builder made of the Dockerfile: flags of RUN are not in it.
        confidence: "medium",
        identity: [step.instruction, value],
      }),
    ];
  });
}

function historyRule(data: RuleData, rule: DockerfileRule): ImageRule {
  return { ...data, target: "image", check: (config) => judgeHistoryBy(config, rule) };
}

const shared = { references: [`${references.bestPractices}#run`] } as const;

/** Package lists that a layer of their own brought. */
export const imageUpdateAlone = historyRule(
  {
    ...shared,
    id: "image-update-alone",
    title: "Package lists were updated in a layer of their own",
    severity: "medium",
    description:
      "The builder's cache keeps that layer, and installs old packages by old lists later.",
    remediation: "Rebuild with update and install in one RUN.",
    peers: { dockle: ["CIS-DI-0007"] },
  },
  updateAlone,
);

/** sudo in a command that made a layer. */
export const imageSudo = historyRule(
  {
    ...shared,
    id: "image-sudo",
    title: "A layer was made with sudo",
    severity: "medium",
    description: "sudo is in the image then, and lets a compromised process become root.",
    remediation: "Rebuild without sudo: run the command before USER.",
    peers: { dockle: ["DKL-DI-0001"] },
  },
  sudo,
);

/** apt-get dist-upgrade in a command that made a layer. */
export const imageUpgrade = historyRule(
  {
    ...shared,
    id: "image-upgrade",
    title: "A layer replaces the packages of the base image",
    severity: "low",
    description:
      "A whole-system upgrade hides that the base image is old, and no two builds give the same image.",
    remediation: "Rebuild from a fresh base image, and name the packages that must be newer.",
    peers: { dockle: ["DKL-DI-0003"] },
  },
  aptUpgrade,
);

/** apk's cache in a layer. */
export const imageApkCache = historyRule(
  {
    ...shared,
    id: "image-apk-cache",
    title: "A layer holds the cache of apk",
    severity: "negligible",
    description: "The cache stays in the layer as dead weight.",
    remediation: "Rebuild with apk add --no-cache.",
    peers: { dockle: ["DKL-DI-0004"] },
  },
  apkCache,
);

/** apt's package lists in a layer. */
export const imageAptLists = historyRule(
  {
    ...shared,
    id: "image-apt-lists",
    title: "A layer holds the package lists of apt",
    severity: "negligible",
    description: "They are dead weight, and removing them in a later layer frees nothing.",
    remediation: "Rebuild with rm -rf /var/lib/apt/lists/* at the end of the same RUN.",
    peers: { dockle: ["DKL-DI-0005"] },
  },
  aptLists,
);
