import { redact } from "@plimsoll/core";
import { isRedacted } from "../../../live/redact.ts";
import { references } from "../../../rule/references.ts";
import { isRootUser } from "../../root-user.ts";
import { containerRule, type Said, told, wrongIf } from "../observe.ts";

/** An SSH server in a container. */
export const sshd = containerRule(
  {
    id: "live-sshd",
    title: "An SSH server runs in the container",
    severity: "medium",
    description: "It needs accounts, keys and patches of its own; docker exec does without.",
    remediation: "Remove it from the image; use docker exec.",
    references: [references.bestPractices, references.cis],
  },
  "the processes on the host",
  ({ processes, command, status }) => {
    if (command?.some((word) => /(?:^|\/)(?:sshd|dropbear)$/.test(word))) {
      return wrongIf(true, `starts ${command.join(" ")}`);
    }
    const server = processes?.find((name) => /^(?:sshd|dropbear)/.test(name));
    if (server !== undefined) return wrongIf(true, `process ${server}`);
    // What does not run has no processes.
    if (status !== undefined && status !== "running" && status !== "paused") return [];
    return told(processes, "processes of the container, and the host's were not seen", () => []);
  },
);

/** No health check. */
export const healthcheck = containerRule(
  {
    id: "live-healthcheck",
    title: "Nobody checks whether the container works",
    severity: "negligible",
    description: "The engine sees only that the process exists, not that it works.",
    remediation: "Give the image a HEALTHCHECK, or run it with --health-cmd.",
    references: [`${references.dockerfile}#healthcheck`, references.cis],
  },
  "Config.Healthcheck",
  ({ healthcheck, health }) =>
    told(healthcheck, "Config.Healthcheck", (isThere) => [
      ...wrongIf(!isThere, "Healthcheck: none"),
      ...wrongIf(health === "unhealthy", "Health: unhealthy", "The container is unhealthy"),
    ]),
);

/** A container whose tag has moved on. */
export const imageMoved = containerRule(
  {
    id: "live-image-moved",
    title: "The container runs an image that its name no longer means",
    severity: "medium",
    description: "A newer one was pulled or built; what it mends is not in what runs.",
    remediation: "Make the container anew of the image that the name means now.",
    references: [references.cis],
  },
  "Image and the image's tags",
  ({ image, imageId }, { images }) => {
    if (image === "" || imageId === "") return [{ unknown: "the engine does not tell the image" }];
    if (/^(?:sha256:)?[0-9a-f]{12,64}$/.test(image) || image.includes("@")) {
      return [{ notApplicable: "the image was named by digest" }];
    }
    return told(images, "its images", (all): readonly Said[] => {
      const name = /:[^/]*$/.test(image) ? image : `${image}:latest`;
      const named = all.find(({ tags }) => tags.some((tag) => isSameName(tag, name)));
      if (named === undefined) {
        return [
          {
            wrong: `${name} is gone from the engine`,
            title: "The image's name is gone from the engine",
          },
        ];
      }
      return wrongIf(
        named.id !== imageId,
        `${name} is ${short(named.id)} now, not ${short(imageId)}`,
      );
    });
  },
);

/** docker exec --privileged, as far as it still runs. */
export const execPrivileged = containerRule(
  {
    id: "live-exec-privileged",
    title: "A privileged process of docker exec runs in the container",
    severity: "high",
    description:
      "docker exec --privileged has every capability, whatever the container has. Only processes that still run are seen.",
    remediation: "End the process; use docker exec without --privileged.",
    references: ["https://docs.docker.com/reference/cli/docker/container/exec/", references.cis],
  },
  "ExecIDs",
  ({ execs }) =>
    execs.flatMap(({ isPrivileged, command }) =>
      told(isPrivileged, "ProcessConfig.privileged", (value) => wrongIf(value, command)),
    ),
);

/** docker exec -u root in a container of an unprivileged user. */
export const execRoot = containerRule(
  {
    id: "live-exec-root",
    title: "A process of docker exec runs as root in the container of another user",
    severity: "medium",
    description:
      "It leaves files of root behind and has what the image's author took away. Only processes that still run are seen.",
    remediation: "End the process; use docker exec without --user root.",
    references: ["https://docs.docker.com/reference/cli/docker/container/exec/", references.cis],
  },
  "ExecIDs",
  ({ execs, user }) =>
    execs.flatMap(({ user: own, command }) =>
      told(own, "ProcessConfig.user", (name) =>
        wrongIf(
          name !== "" && isRootUser(name) && !isRootUser(user ?? ""),
          `${command} as ${name}`,
        ),
      ),
    ),
);

/** Secrets in the environment. */
export const secretEnvironment = containerRule(
  {
    id: "live-secret-environment",
    title: "The environment holds a secret",
    severity: "high",
    description:
      "Whoever may speak to the engine reads it with docker inspect, and every process and crash report has it.",
    remediation:
      "Give it as a file: a secret of the swarm, or a mount and the variable that takes a file (…_FILE).",
    references: ["https://docs.docker.com/engine/swarm/secrets/"],
  },
  "Config.Env",
  ({ environment }) =>
    told(environment, "Config.Env", (variables) =>
      variables.flatMap(({ name, secret }) =>
        wrongIf(
          secret !== undefined,
          `${name}=****`,
          secret === name
            ? `The environment holds the secret ${name}`
            : `${name} holds a secret: ${secret}`,
        ),
      ),
    ),
);

/** Secrets in the command line. */
export const secretCommand = containerRule(
  {
    id: "live-secret-command",
    title: "The command line holds a secret",
    severity: "high",
    description: "Every account of the host sees it in the list of processes.",
    remediation: "Give it as a file that the program reads.",
    references: ["https://docs.docker.com/engine/swarm/secrets/"],
  },
  "Path and Args",
  ({ command }) =>
    told(command, "Path and Args", (words) => {
      const line = words.join(" ");
      const masked = redact(line).replaceAll("REDACTED", "****");
      return wrongIf(isRedacted(line) || (masked !== line && masked.includes("****")), masked);
    }),
);

/** --log-driver none */
export const logDriver = containerRule(
  {
    id: "live-log-none",
    title: "What the container prints is thrown away",
    severity: "low",
    description: "After an incident nobody can tell what happened.",
    remediation: "Make it anew with a logging driver that sends logs elsewhere.",
    references: ["https://docs.docker.com/engine/logging/configure/"],
  },
  "HostConfig.LogConfig.Type",
  ({ logDriver }) =>
    told(logDriver, "HostConfig.LogConfig.Type", (driver) =>
      wrongIf(driver === "none", "LogConfig: none"),
    ),
);

function isSameName(tag: string, name: string): boolean {
  // Podman and references as people write them: docker.io/library/nginx:1 is nginx:1.
  const plain = (text: string) => text.replace(/^(?:docker\.io\/)?(?:library\/)?/, "");
  return plain(tag) === plain(name);
}

function short(id: string): string {
  return id.replace(/^sha256:/, "").slice(0, 12);
}
