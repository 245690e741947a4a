import type { ContainerPrivileges, Finding } from "@plimsoll/core";
import { resolveUid } from "../describe/user.ts";
import type { PasswdEntry } from "../files/passwd.ts";
import { type ContainerFindingInput, containerFinding, nameOf } from "./container-finding.ts";

/** The user that a container starts with. `users` are the image's, when they are known. */
export function judgeUser(
  container: ContainerPrivileges,
  users: readonly PasswdEntry[] | undefined,
): Finding {
  const { user, isRoot } = container;
  const common = {
    rule: "root-user",
    severity: "medium",
    value: user === "" ? "no user is set" : `user: ${user}`,
    references: ["https://docs.docker.com/reference/dockerfile/#user"],
    // CIS Docker Benchmark 1.6.0, 4.1
    peers: { cis: ["4.1"] },
  } satisfies Partial<ContainerFindingInput>;
  if (users !== undefined && resolveUid(user, users) === undefined) {
    return containerFinding(container, {
      ...common,
      status: "unknown",
      statusReason: `The image's etc/passwd has no user ${user}.`,
      title: `${nameOf(container)} starts as ${user}, and nobody knows who that is`,
    });
  }
  if (!isRoot) {
    return containerFinding(container, {
      ...common,
      status: "pass",
      title: `${nameOf(container)} starts as ${user}, not as root`,
    });
  }
  return containerFinding(container, {
    ...common,
    title: `${nameOf(container)} starts as root`,
    description:
      "Root in a container is root of the kernel, held back only by capabilities and namespaces: every flaw in those, and every writable mount, counts fully.",
    fix: {
      description:
        "Make a user in the Dockerfile and end it with `USER 10001` (a number, so that an orchestrator can verify it).",
    },
  });
}
