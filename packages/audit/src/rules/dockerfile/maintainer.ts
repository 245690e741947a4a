import { references } from "../../rule/references.ts";
import type { DockerfileRule } from "../../rule/types.ts";
import { replaceLine } from "./edit.ts";
import { findInstructions, observe } from "./observe.ts";

/** MAINTAINER is deprecated in favour of LABEL. */
export const maintainer: DockerfileRule = {
  id: "dockerfile-maintainer",
  target: "dockerfile",
  title: "MAINTAINER is deprecated",
  severity: "negligible",
  description: "Whom to ask about an image is read from its labels.",
  remediation: "Use LABEL org.opencontainers.image.authors.",
  references: [`${references.buildChecks}maintainer-deprecated/`],
  peers: {
    hadolint: ["DL4000"],
    buildkit: ["MaintainerDeprecated"],
    trivy: ["DS-0022"],
    checkov: ["CKV_DOCKER_6"],
  },
  check(file) {
    return findInstructions(file, "MAINTAINER").map((placed) => {
      const { text, keyword, startLine, endLine } = placed.instruction;
      const line = file.lines[startLine - 1]!;
      const name = text
        .slice(keyword.length)
        .trim()
        .replace(/^"(.*)"$/, "$1");
      if (startLine !== endLine || line.trim() !== text || /["\\$`]/.test(name))
        return observe(file, placed);
      const label = `LABEL org.opencontainers.image.authors="${name}"`;
      const indent = line.slice(0, line.length - line.trimStart().length);
      return observe(file, placed, {
        fix: replaceLine(file, startLine, `${indent}${label}`, "Use LABEL."),
      });
    });
  },
};
