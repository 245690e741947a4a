import type { Dockerfile, Instruction, Stage } from "../../dockerfile/types.ts";
import { references } from "../../rule/references.ts";
import type { DockerfileRule } from "../../rule/types.ts";
import { isRootUser } from "../root-user.ts";
import { appendUser } from "./append-user.ts";
import { finalStage, observe, shippedChain } from "./observe.ts";

const why =
  "A process that runs as root in the container is root on the host as soon as it breaks out, and inside it may change every file of the image.";

/** The last USER of the final stage must not be root. */
export const userRoot: DockerfileRule = {
  id: "dockerfile-user-root",
  target: "dockerfile",
  title: "The last USER is root",
  severity: "high",
  description: why,
  remediation:
    "End the final stage with USER and an unprivileged numeric user, e.g. USER 10001:10001.",
  references: [`${references.dockerfile}#user`, references.cis],
  peers: {
    hadolint: ["DL3002"],
    trivy: ["DS-0002"],
    checkov: ["CKV_DOCKER_8"],
    dockle: ["CIS-DI-0001"],
  },
  check(file) {
    const last = findLastUser(file);
    if (last === undefined) return { notApplicable: "the final stage sets no USER" };
    const word = last.instruction.words[0];
    if (word?.value === undefined) {
      const unknown = `the value of ${word?.text ?? "USER"} is not known before the build`;
      return [observe(file, last, { unknown })];
    }
    return isRootUser(word.value) ? [observe(file, last, { fix: appendUser(file) })] : [];
  },
};

/** A final stage without USER runs as whatever the base image says, which mostly is root. */
export const userMissing: DockerfileRule = {
  id: "dockerfile-user-missing",
  target: "dockerfile",
  title: "No USER: the container runs as the base image's user, mostly root",
  severity: "medium",
  description: why,
  remediation:
    "Create an unprivileged user and end the final stage with USER, e.g. USER 10001:10001.",
  references: [`${references.dockerfile}#user`, references.cis],
  peers: { trivy: ["DS-0002"], checkov: ["CKV_DOCKER_3"], dockle: ["CIS-DI-0001"] },
  check(file) {
    const stage = finalStage(file);
    if (stage === undefined || stage.isImplied) {
      return { notApplicable: "the file has no stage" };
    }
    if (findLastUser(file) !== undefined) return [];
    const first = shippedChain(file).at(-1)!;
    const { base } = first;
    if (isWindows(file, first)) return { notApplicable: "Windows images have no root" };
    if (base.image !== undefined && setsOwnUser(base.image)) return [];
    // An unknown base, scratch excepted, may set a user of its own.
    const confidence = base.isScratch ? "high" : "medium";
    return [
      observe(file, { stage, instruction: stage.from }, { confidence, fix: appendUser(file) }),
    ];
  },
};

/** Kubernetes cannot tell whether a name is root. */
export const userName: DockerfileRule = {
  id: "dockerfile-user-name",
  target: "dockerfile",
  title: "USER is a name, not a number",
  severity: "negligible",
  description:
    "runAsNonRoot of Kubernetes refuses to start an image whose user it cannot tell from root, and the host knows other names.",
  remediation: "Write the numeric id: USER 10001:10001.",
  references: [`${references.dockerfile}#user`],
  peers: { hadolint: ["DL3066"] },
  check(file) {
    const last = findLastUser(file);
    if (last === undefined) return { notApplicable: "the final stage sets no USER" };
    const value = last.instruction.words[0]?.value;
    // Whether the user is root, or not known, other rules say.
    if (value === undefined || isRootUser(value) || /^\d+(?::|$)/.test(value)) return [];
    return [observe(file, last)];
  },
};

function findLastUser(file: Dockerfile): { stage: Stage; instruction: Instruction } | undefined {
  for (const stage of shippedChain(file)) {
    const instruction = stage.instructions.findLast(({ keyword }) => keyword === "USER");
    if (instruction !== undefined) return { stage, instruction };
  }
  return undefined;
}

function isWindows(file: Dockerfile, { from, base }: Stage): boolean {
  const platform = from.flags.find(({ name }) => name === "platform")?.value ?? "";
  return (
    file.escapeCharacter === "`" ||
    platform.startsWith("windows") ||
    /^mcr\.microsoft\.com\/windows\/|nanoserver|servercore/.test(base.image ?? base.text)
  );
}

/** Images whose publishers document that they run as an unprivileged user. */
function setsOwnUser(image: string): boolean {
  return (
    /:[^/:@]*nonroot/.test(image) ||
    /^cgr\.dev\/chainguard\//.test(image) ||
    /(?:^|\/)nginx-unprivileged(?:[:@]|$)/.test(image)
  );
}
