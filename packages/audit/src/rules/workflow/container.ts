// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of GitHub, not of JavaScript
import type { WorkflowRule } from "../../rule/types.ts";
import { parseImageName } from "../../text/image-name.ts";
import { isRuntimeSocket } from "../compose/runtime-socket.ts";
import { judgeJobContainers, judgeSteps, observe, workflowRule } from "./observe.ts";

const page =
  "https://docs.github.com/en/actions/how-tos/write-workflows/choose-where-workflows-run/run-jobs-in-a-container";

/** container.options with rights over the runner */
export const containerPrivileged: WorkflowRule = workflowRule({
  id: "workflow-container-privileged",
  title: "The job's container has rights over the runner",
  severity: "medium",
  description:
    "Whoever gets code to run in the job is root of the runner: on one of your own, of every later job.",
  remediation: "Remove the option; add the one capability that is needed.",
  references: [page],
  check: (file) =>
    judgeJobContainers(file, ({ options }, job) => {
      const wrong =
        /(?:^|\s)(?:--privileged(?!=false)|--cap-add[= ](?:ALL|SYS_ADMIN)|--(?:pid|ipc|net|network|userns)[= ]host|--security-opt[= ]\S*(?:unconfined|disable))\b/i;
      return options !== undefined && wrong.test(options.value)
        ? [observe(file, job, options, `options: ${options.text}`)]
        : [];
    }),
});

/** The engine's socket in a job's container */
export const runtimeSocket: WorkflowRule = workflowRule({
  id: "workflow-runtime-socket",
  title: "The job's container may control the runner's container engine",
  severity: "medium",
  description:
    "Whoever gets code to run in the job is root of the runner: on one of your own, of every later job.",
  remediation: "Build outside of the container, or with a rootless builder.",
  references: [page],
  check: (file) =>
    judgeJobContainers(file, ({ volumes, options }, job) => [
      ...volumes
        .filter(({ value }) => isRuntimeSocket(value.split(":", 1)[0]!))
        .map((volume) => observe(file, job, volume, volume.text)),
      ...(options?.value.split(/[\s=:,]/).some(isRuntimeSocket)
        ? [observe(file, job, options, `options: ${options.text}`)]
        : []),
    ]),
});

/** A password that is no expression */
export const hardCodedCredentials: WorkflowRule = workflowRule({
  id: "workflow-hard-coded-credentials",
  title: "A registry's password is written out in the workflow",
  severity: "high",
  description: "Whoever reads the repository may push to the registry.",
  remediation: "Put it into a secret: password: ${{ secrets.NAME }}.",
  references: [
    "https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/use-secrets",
  ],
  peers: { zizmor: ["hardcoded-container-credentials"] },
  check(file) {
    const containers = judgeJobContainers(file, ({ password }, job) =>
      password === undefined || password.value.includes("${{")
        ? []
        : [observe(file, job, password, "credentials.password: ****")],
    );
    const logins = judgeSteps(file, (step, job) => {
      const password = step.with.get("password");
      const isLogin = /^docker\/login-action@|^redhat-actions\/podman-login@/.test(
        step.uses?.value ?? "",
      );
      return !isLogin || password === undefined || /\$\{\{/.test(password.value)
        ? []
        : [observe(file, job, password, "password: ****")];
    });
    if ("notApplicable" in containers || "notApplicable" in logins) return containers;
    return [...containers, ...logins];
  },
});

/** An image without digest */
export const imageUnpinned: WorkflowRule = workflowRule({
  id: "workflow-image-unpinned",
  title: "A job runs an image that is not pinned",
  severity: "low",
  description: "Who can move the tag runs code in the job, with its token and secrets.",
  remediation: "Add the digest: image: name:version@sha256:….",
  references: [page],
  peers: { zizmor: ["unpinned-images"] },
  check(file) {
    const containers = judgeJobContainers(file, ({ image }, job) => {
      if (image === undefined || image.value === "") return [];
      if (parseImageName(image.value).digest !== undefined) return [];
      const unknown = image.value.includes("${{")
        ? { unknown: "an expression names the image" }
        : {};
      return [observe(file, job, image, `image: ${image.text}`, unknown)];
    });
    const actions = judgeSteps(file, ({ uses }, job) =>
      uses?.value.startsWith("docker://") === true && !/@sha256:/.test(uses.value)
        ? [observe(file, job, uses, uses.text)]
        : [],
    );
    if ("notApplicable" in containers || "notApplicable" in actions) return containers;
    return [...containers, ...actions];
  },
});
