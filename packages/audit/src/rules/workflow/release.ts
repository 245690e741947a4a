import type { Observation, WorkflowRule } from "../../rule/types.ts";
import type { Workflow } from "../../workflow/types.ts";
import type { Field } from "../../yaml/fields.ts";
import { pushesImage } from "./build.ts";
import { actionOf, dockerCommands, isTrue, judgeSteps, observe, workflowRule } from "./observe.ts";

/** docker login -p */
export const loginPassword: WorkflowRule = workflowRule({
  id: "workflow-login-password",
  title: "A password is given to docker login on the command line",
  severity: "medium",
  description:
    "Every process of the runner sees it in the list of processes, and shell traces print it.",
  remediation: "Use docker/login-action, or --password-stdin.",
  references: ["https://docs.docker.com/reference/cli/docker/login/"],
  check: (file) =>
    judgeSteps(file, (step, job) =>
      dockerCommands(step, "login")
        .filter((words) => words.some((word) => /^(?:-p(?!assword)|--password(?:=|$))/.test(word)))
        .map(() => observe(file, job, step.run!, "docker login --password ****")),
    ),
});

/** uses: docker/… by tag */
export const dockerActionUnpinned: WorkflowRule = workflowRule({
  id: "workflow-docker-action-unpinned",
  title: "An action that handles images is not pinned to a commit",
  severity: "low",
  description:
    "It has the registry's credentials; who moves its tag pushes what they like under your name.",
  remediation: "Name the commit: uses: docker/build-push-action@<40 digits> # v6.18.0.",
  references: [
    "https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions",
  ],
  peers: { zizmor: ["unpinned-uses"] },
  check: (file) =>
    judgeSteps(file, (step, job) => {
      const { uses } = step;
      if (uses === undefined || !actionOf(step).startsWith("docker/")) return [];
      return /@[\da-f]{40}$/i.test(uses.value) ? [] : [observe(file, job, uses, uses.text)];
    }),
});

/** A push without a signature */
export const imageUnsigned: WorkflowRule = workflowRule({
  id: "workflow-image-unsigned",
  title: "An image is pushed and not signed",
  severity: "low",
  description: "Who runs it cannot tell whether it is yours.",
  remediation: "Sign it by digest after the push: cosign sign, or actions/attest-build-provenance.",
  references: ["https://docs.sigstore.dev/cosign/signing/signing_with_containers/"],
  peers: { checkov: ["CKV_GHA_5"] },
  check: (file) =>
    judgePushed(
      file,
      /\b(?:cosign|notation)\s+sign\b|\bplimsoll\s+sign\b/,
      /^actions\/attest(?:-build-provenance)?$/,
    ),
});

/** A push without a bill of materials */
export const imageWithoutSbom: WorkflowRule = workflowRule({
  id: "workflow-image-without-sbom",
  title: "An image is pushed without a bill of materials",
  severity: "negligible",
  description: "When a vulnerability becomes known, nobody can look up whether it is inside.",
  remediation: "Set sbom: true for docker/build-push-action, or attest one after the push.",
  references: ["https://docs.docker.com/build/metadata/attestations/sbom/"],
  peers: { checkov: ["CKV_GHA_6"] },
  check: (file) =>
    judgePushed(
      file,
      /\bcosign\s+attest\b|\bplimsoll\s+attest\b|--sbom(?:=true)?(?:\s|$)|--attest[= ]type=sbom/,
      /^actions\/attest(?:-sbom)?$|^anchore\/sbom-action$/,
      (sbom) => isTrue(sbom) || /^generator=/.test(sbom?.value ?? ""),
    ),
});

/** The steps that push, in a workflow in which neither a command nor an action does what is asked for. */
function judgePushed(
  file: Workflow,
  command: RegExp,
  action: RegExp,
  isSbomSet: (input: Field<string> | undefined) => boolean = () => false,
) {
  const steps = file.jobs.flatMap((job) => job.steps);
  const isDone = steps.some(
    (step) => command.test(step.run?.value ?? "") || action.test(actionOf(step)),
  );
  return judgeSteps(file, (step, job): Observation[] => {
    if (isDone || !pushesImage(step) || isSbomSet(step.with.get("sbom"))) return [];
    const at = step.uses ?? step.run ?? step;
    return [observe(file, job, at, step.uses?.text ?? "docker push")];
  });
}
