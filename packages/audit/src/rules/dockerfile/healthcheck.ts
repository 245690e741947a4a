import { references } from "../../rule/references.ts";
import type { DockerfileRule } from "../../rule/types.ts";
import { finalStage, observe, shippedChain } from "./observe.ts";

/** Without HEALTHCHECK a hung process looks healthy. */
export const healthcheckMissing: DockerfileRule = {
  id: "dockerfile-healthcheck-missing",
  target: "dockerfile",
  title: "No HEALTHCHECK",
  severity: "negligible",
  description:
    "The engine can only see that the process exists, not that it works. Kubernetes ignores HEALTHCHECK and has probes.",
  remediation: "Add HEALTHCHECK CMD with a command that asks the service itself.",
  references: [`${references.dockerfile}#healthcheck`, references.cis],
  peers: {
    hadolint: ["DL3057"],
    trivy: ["DS-0026"],
    checkov: ["CKV_DOCKER_2"],
    dockle: ["CIS-DI-0006"],
  },
  check(file) {
    const stage = finalStage(file);
    if (stage === undefined || stage.isImplied) {
      return { notApplicable: "the file has no stage" };
    }
    for (const from of shippedChain(file)) {
      const instruction = from.instructions.findLast(({ keyword }) => keyword === "HEALTHCHECK");
      if (instruction === undefined) continue;
      const isOff = instruction.words[0]?.text.toUpperCase() === "NONE";
      const title = "HEALTHCHECK NONE switches the health check off";
      return isOff ? [observe(file, { stage: from, instruction }, { title })] : [];
    }
    return [observe(file, { stage, instruction: stage.from })];
  },
};
