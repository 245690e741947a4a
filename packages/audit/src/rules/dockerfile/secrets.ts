import { canBeSecret, isSecretName, recogniseSecret } from "@plimsoll/core";
import type { Assignment, Dockerfile } from "../../dockerfile/types.ts";
import { references } from "../../rule/references.ts";
import type { DockerfileRule, Observation } from "../../rule/types.ts";
import { removeInstruction } from "./edit.ts";
import { findInstructions, observe, type Placed } from "./observe.ts";

const remediation =
  "Mount it where it is needed, RUN --mount=type=secret,id=…, and give run-time secrets to the container, not to the image.";

/** Secrets in ENV are in every container and in the image's configuration. */
export const secretEnv: DockerfileRule = {
  id: "dockerfile-secret-env",
  target: "dockerfile",
  title: "ENV holds a secret",
  severity: "high",
  description:
    "Whoever can pull the image can read its environment; removing it later does not help.",
  remediation,
  references: [references.buildSecrets, `${references.buildChecks}secrets-used-in-arg-or-env/`],
  peers: {
    hadolint: ["DL3064"],
    buildkit: ["SecretsUsedInArgOrEnv"],
    trivy: ["DS-0031"],
    dockle: ["CIS-DI-0010"],
  },
  check(file) {
    const all = findInstructions(file, "ENV");
    if (all.length === 0) return { notApplicable: "the file has no ENV" };
    return all.flatMap((placed) =>
      placed.instruction.assignments.flatMap((assignment) => {
        const kind = kindOfSecret(assignment);
        return kind === undefined ? [] : [observeSecret(file, placed, assignment, kind)];
      }),
    );
  },
};

/** Values of ARG stay in the history of the image and in the build's provenance. */
export const secretArg: DockerfileRule = {
  id: "dockerfile-secret-arg",
  target: "dockerfile",
  title: "ARG takes a secret",
  severity: "high",
  description:
    "Build arguments are recorded in the image's history and in provenance attestations, where whoever can pull the image reads them.",
  remediation,
  references: [references.buildSecrets, `${references.buildChecks}secrets-used-in-arg-or-env/`],
  peers: { hadolint: ["DL3064"], buildkit: ["SecretsUsedInArgOrEnv"], trivy: ["DS-0031"] },
  check(file) {
    const global = file.globalArguments.map((instruction) => ({
      stage: file.stages[0],
      instruction,
    }));
    const all = [...global, ...findInstructions(file, "ARG")].filter(
      (placed): placed is Placed => placed.stage !== undefined,
    );
    if (all.length === 0) return { notApplicable: "the file has no ARG" };
    return all.flatMap((placed) =>
      placed.instruction.assignments.flatMap((assignment) => {
        // Without a default the value comes from the command line, and is recorded all the same.
        const takes = assignment.text === undefined && isSecretName(assignment.name);
        const kind = takes ? assignment.name : kindOfSecret(assignment);
        return kind === undefined ? [] : [observeSecret(file, placed, assignment, kind)];
      }),
    );
  },
};

/** What kind of secret is written out in an assignment; undefined when there is none. */
function kindOfSecret({ name, text, value }: Assignment): string | undefined {
  if (text === undefined) return undefined;
  const recognised = recogniseSecret(text);
  if (recognised !== undefined) return recognised;
  // A reference to another variable is not a value: that variable is judged where it is set.
  if (/\$\{?\w/.test(text)) return undefined;
  return isSecretName(name) && canBeSecret(value ?? text) ? name : undefined;
}

function observeSecret(
  file: Dockerfile,
  placed: Placed,
  assignment: Assignment,
  kind: string,
): Observation {
  const { keyword } = placed.instruction;
  const value = assignment.text === undefined ? assignment.name : `${assignment.name}=****`;
  const isAlone = keyword === "ENV" && placed.instruction.assignments.length === 1;
  return observe(file, placed, {
    at: assignment,
    ...(isAlone && { fix: removeInstruction(file, placed.instruction, remediation, "unsafe") }),
    title:
      kind === assignment.name
        ? `${keyword} ${assignment.text === undefined ? "takes" : "holds"} a secret: ${kind}`
        : `${keyword} ${assignment.name} holds a secret: ${kind}`,
    value,
    instruction: `${keyword} ${value}`,
    identity: [
      placed.stage.name?.toLowerCase() ?? `#${placed.stage.index}`,
      keyword,
      assignment.name,
    ],
  });
}
