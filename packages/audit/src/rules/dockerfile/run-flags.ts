import type { Dockerfile } from "../../dockerfile/types.ts";
import { references } from "../../rule/references.ts";
import type { DockerfileRule, Judgement } from "../../rule/types.ts";
import { removeWords } from "./edit.ts";
import { findInstructions, observe } from "./observe.ts";

/** RUN --security=insecure is a privileged container in the build. */
export const runInsecure: DockerfileRule = {
  id: "dockerfile-run-insecure",
  target: "dockerfile",
  title: "RUN --security=insecure builds with full privileges",
  severity: "high",
  description:
    "The command holds every capability and sees the builder's devices: it can take over the machine that builds.",
  remediation: "Remove --security=insecure; do what needs it outside the build.",
  references: [`${references.dockerfile}#run---security`],
  peers: {},
  check: (file) => judgeFlag(file, "security", "insecure"),
};

/** RUN --network=host reaches what listens on the builder's loopback. */
export const runHostNetwork: DockerfileRule = {
  id: "dockerfile-run-host-network",
  target: "dockerfile",
  title: "RUN --network=host builds in the network of the host",
  severity: "medium",
  description:
    "The command reaches services that trust the builder's loopback, the metadata service of a cloud among them.",
  remediation: "Remove --network=host.",
  references: [`${references.dockerfile}#run---network`],
  peers: {},
  check: (file) => judgeFlag(file, "network", "host"),
};

function judgeFlag(file: Dockerfile, flag: string, wrong: string): Judgement {
  const runs = findInstructions(file, "RUN");
  if (runs.length === 0) return { notApplicable: "the file has no RUN" };
  return runs.flatMap((placed) =>
    placed.instruction.flags
      .filter(({ name, value }) => name === flag && value.toLowerCase() === wrong)
      .map((at) => {
        const raw = `--${at.name}=${at.value}`;
        const fix = removeWords(file, [{ ...at, raw }], `Leave ${raw} out.`, "unsafe");
        return observe(file, placed, { at, fix });
      }),
  );
}
