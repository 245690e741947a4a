import { references } from "../../rule/references.ts";
import type { DockerfileRule } from "../../rule/types.ts";
import { removeInstruction } from "./edit.ts";
import { findInstructions, observe } from "./observe.ts";

/** Docker Content Trust for Docker Hub is retired. */
export const contentTrust: DockerfileRule = {
  id: "dockerfile-content-trust",
  target: "dockerfile",
  title: "DOCKER_CONTENT_TRUST relies on a retired service",
  severity: "low",
  description:
    "Docker retires Docker Content Trust: notary.docker.io shuts down on 2026-12-08, and pulls of official images with DOCKER_CONTENT_TRUST=1 fail. With a Notary server of one's own it still works.",
  remediation: "Remove it, and verify signatures with Sigstore or the Notary Project.",
  references: ["https://www.docker.com/blog/retiring-docker-content-trust/", references.cis],
  peers: { dockle: ["CIS-DI-0005"] },
  check(file) {
    const variables = findInstructions(file, "ENV", "ARG");
    const isPrivate = variables.some(({ instruction }) =>
      instruction.assignments.some(({ name }) => name === "DOCKER_CONTENT_TRUST_SERVER"),
    );
    if (isPrivate) return { notApplicable: "a Notary server of one's own is named" };
    return variables.flatMap((placed) =>
      placed.instruction.assignments
        .filter(({ name, value }) => name === "DOCKER_CONTENT_TRUST" && value === "1")
        .map((at) => {
          const { instruction } = placed;
          const fix =
            instruction.assignments.length === 1
              ? removeInstruction(file, instruction, "Remove the variable.", "unsafe")
              : undefined;
          return observe(file, placed, { at, ...(fix && { fix }) });
        }),
    );
  },
};
