import type { WorkflowRule } from "../../rule/types.ts";
import type { WorkflowStep } from "../../workflow/types.ts";
import { actionOf, dockerCommands, judgeSteps, observe, workflowRule } from "./observe.ts";
import { valuesOf } from "./run.ts";

const buildActions = new Set(["docker/build-push-action", "docker/bake-action"]);
const untrustedEvents = ["pull_request_target", "workflow_run", "issue_comment"];
const secretExpression = /\$\{\{[^}\n]{0,200}\bsecrets[.[]|\$\{\{[^}\n]{0,200}\bgithub_token\b/i;

/** True for a step that may push what it builds. */
export function pushesImage(step: WorkflowStep): boolean {
  if (buildActions.has(actionOf(step))) {
    const push = step.with.get("push");
    if (push !== undefined && !/^(?:false|no|off|0)$/i.test(push.value)) return true;
    return /\btype=registry\b|\bpush=true\b/.test(step.with.get("outputs")?.value ?? "");
  }
  return dockerCommands(step, "push", "--push").length > 0;
}

/** A push on an event that strangers can cause */
export const untrustedPush: WorkflowRule = workflowRule({
  id: "workflow-untrusted-push",
  title: "An image is pushed by a workflow that strangers can start",
  severity: "high",
  description:
    "On this event the workflow has the repository's secrets while a stranger decides what is built: their image gets your name.",
  remediation: "Build on pull_request without secrets, and push on push or release only.",
  references: [
    "https://docs.github.com/en/actions/reference/security/secure-use#mitigating-the-risks-of-untrusted-code-checkout",
  ],
  check(file) {
    const event = file.events.find((name) => untrustedEvents.includes(name));
    if (event === undefined)
      return { notApplicable: "no event that strangers can cause starts it" };
    return judgeSteps(file, (step, job) =>
      pushesImage(step)
        ? [observe(file, job, step.uses ?? step.run ?? step, `push on ${event}`)]
        : [],
    );
  },
});

/** A secret in build-args */
export const secretBuildArg: WorkflowRule = workflowRule({
  id: "workflow-secret-build-arg",
  title: "A secret is handed to the build as an argument",
  severity: "high",
  description: "Build arguments are kept in the image's history and in its provenance.",
  remediation: "Use the input secrets, and RUN --mount=type=secret in the Dockerfile.",
  references: ["https://docs.docker.com/build/ci/github-actions/secrets/"],
  check: (file) =>
    judgeSteps(file, (step, job) => {
      const input = buildActions.has(actionOf(step))
        ? (step.with.get("build-args") ?? step.with.get("set"))
        : undefined;
      const line = input?.value.split("\n").find((text) => secretExpression.test(text));
      const commands = dockerCommands(step, "build")
        .flatMap((words) => valuesOf(words, "--build-arg"))
        .filter((value) => secretExpression.test(value));
      return [
        ...(line === undefined ? [] : [observe(file, job, input!, `build-args: ${line.trim()}`)]),
        ...commands.map((value) => observe(file, job, step.run!, `--build-arg ${value}`)),
      ];
    }),
});

/** What a command of buildx allows builds, or the builder that it makes. */
function entitlementsOf(words: readonly string[]): string[] {
  return ["--allow", "--buildkitd-flags", "--driver-opt"].flatMap((name) => valuesOf(words, name));
}

/** allow: security.insecure */
export const insecureBuild: WorkflowRule = workflowRule({
  id: "workflow-insecure-build",
  title: "The image is built with privileges of the runner",
  severity: "high",
  description:
    "Every instruction of the Dockerfile, and every package script in it, then acts with the builder's own rights.",
  remediation: "Remove security.insecure from allow and from the builder's flags.",
  check: (file) =>
    judgeSteps(file, (step, job) => {
      const inputs = ["allow", "buildkitd-flags"].flatMap((name) => step.with.get(name) ?? []);
      const isDocker = actionOf(step).startsWith("docker/");
      return [
        ...inputs
          .filter(({ value }) => isDocker && /security\.insecure/.test(value))
          .map((field) => observe(file, job, field, field.text)),
        ...dockerCommands(step, "build", "bake", "create")
          .filter((words) =>
            entitlementsOf(words).some((value) => /security\.insecure/.test(value)),
          )
          .map(() => observe(file, job, step.run!, "--allow security.insecure")),
      ];
    }),
});

/** network: host */
export const hostNetworkBuild: WorkflowRule = workflowRule({
  id: "workflow-host-network-build",
  title: "The image is built in the network of the runner",
  severity: "medium",
  description:
    "The build reaches services and metadata of the runner, and with them its credentials.",
  remediation: "Remove network: host; serve what the build needs as a build context or secret.",
  check: (file) =>
    judgeSteps(file, (step, job) => {
      const isDocker = actionOf(step).startsWith("docker/");
      const inputs = (["network", "allow", "driver-opts", "buildkitd-flags"] as const).flatMap(
        (name) => step.with.get(name) ?? [],
      );
      return [
        ...inputs
          .filter(({ value }) => isDocker && /^host$|network\.host|network=host/m.test(value))
          .map((field) => observe(file, job, field, field.text)),
        ...dockerCommands(step, "build")
          .filter((words) => valuesOf(words, "--network").includes("host"))
          .map(() => observe(file, job, step.run!, "--network=host")),
        ...dockerCommands(step, "build", "bake", "create")
          .filter((words) =>
            entitlementsOf(words).some((value) => /network\.host|network=host/.test(value)),
          )
          .map(() => observe(file, job, step.run!, "--allow network.host")),
      ];
    }),
});

/** provenance: false */
export const attestationsOff: WorkflowRule = workflowRule({
  id: "workflow-attestations-off",
  title: "The image is pushed without the record of its making",
  severity: "low",
  description: "Nobody can tell later from which sources and by which builder the image was made.",
  remediation: "Remove provenance: false and sbom: false; better, set provenance: mode=max.",
  references: ["https://docs.docker.com/build/ci/github-actions/attestations/"],
  check: (file) =>
    judgeSteps(file, (step, job) => {
      if (!pushesImage(step)) return [];
      const inputs = ["provenance", "sbom"].flatMap((name) => {
        const field = step.with.get(name);
        return field !== undefined && /^(?:false|no|off)$/i.test(field.value)
          ? [observe(file, job, field, `${name}: ${field.text}`)]
          : [];
      });
      const commands = dockerCommands(step, "build").filter((words) =>
        ["--provenance", "--sbom", "--attest"].some((name) =>
          valuesOf(words, name).some((value) => /^false$|disabled=true/.test(value)),
        ),
      );
      return [
        ...inputs,
        ...commands.map(() => observe(file, job, step.run!, "--provenance=false")),
      ];
    }),
});
