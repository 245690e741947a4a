import type { Dockerfile } from "../../dockerfile/types.ts";
import { references } from "../../rule/references.ts";
import type { DockerfileRule, Judgement } from "../../rule/types.ts";
import { removeInstruction } from "./edit.ts";
import { observe } from "./observe.ts";

const shared = {
  target: "dockerfile",
  severity: "low",
  description:
    "Only the last one of a stage takes effect; the others mislead whoever reads the file.",
} as const;

/** Several CMD in one stage. */
export const severalCmd: DockerfileRule = {
  ...shared,
  id: "dockerfile-several-cmd",
  title: "A stage has several CMD; only the last takes effect",
  remediation: "Keep one CMD.",
  references: [`${references.buildChecks}multiple-instructions-disallowed/`],
  peers: { hadolint: ["DL4003"], buildkit: ["MultipleInstructionsDisallowed"], trivy: ["DS-0016"] },
  check: (file) => judgeRepeated(file, "CMD"),
};

/** Several ENTRYPOINT in one stage. */
export const severalEntrypoint: DockerfileRule = {
  ...shared,
  id: "dockerfile-several-entrypoint",
  title: "A stage has several ENTRYPOINT; only the last takes effect",
  remediation: "Keep one ENTRYPOINT.",
  references: [`${references.buildChecks}multiple-instructions-disallowed/`],
  peers: { hadolint: ["DL4004"], buildkit: ["MultipleInstructionsDisallowed"], trivy: ["DS-0007"] },
  check: (file) => judgeRepeated(file, "ENTRYPOINT"),
};

/** Several HEALTHCHECK in one stage. */
export const severalHealthcheck: DockerfileRule = {
  ...shared,
  id: "dockerfile-several-healthcheck",
  title: "A stage has several HEALTHCHECK; only the last takes effect",
  remediation: "Keep one HEALTHCHECK.",
  references: [`${references.buildChecks}multiple-instructions-disallowed/`],
  peers: { hadolint: ["DL3012"], buildkit: ["MultipleInstructionsDisallowed"], trivy: ["DS-0023"] },
  check: (file) => judgeRepeated(file, "HEALTHCHECK"),
};

/** Every instruction of the keyword but the last of its stage. */
function judgeRepeated(file: Dockerfile, keyword: string): Judgement {
  const byStage = file.stages.map((stage) =>
    stage.instructions
      .filter((instruction) => instruction.keyword === keyword)
      .map((instruction) => ({ stage, instruction })),
  );
  if (byStage.every((placed) => placed.length === 0)) {
    return { notApplicable: `the file has no ${keyword}` };
  }
  return byStage.flatMap((placed) =>
    placed.slice(0, -1).map((each) => {
      const fix = removeInstruction(file, each.instruction, `Remove this ${keyword}.`);
      return observe(file, each, { fix });
    }),
  );
}
