import type { ContainerPrivileges, Finding } from "@plimsoll/core";
import {
  type ContainerFindingInput,
  capabilitiesManual,
  containerFinding,
  dockerRunManual,
  nameOf,
} from "./container-finding.ts";

const rule = "privileged-container";

/** A privileged container: every capability, every device, no seccomp, no AppArmor. */
export function judgePrivileged(container: ContainerPrivileges): Finding {
  const common = {
    rule,
    severity: "critical",
    value: `privileged: ${container.privileged}`,
    references: [dockerRunManual, capabilitiesManual],
    // CIS Docker Benchmark 1.6.0, 5.5
    peers: { cis: ["5.5"] },
  } satisfies Partial<ContainerFindingInput>;
  if (!container.privileged) {
    return containerFinding(container, {
      ...common,
      status: "pass",
      title: `${nameOf(container)} is not privileged`,
    });
  }
  return containerFinding(container, {
    ...common,
    title: `${nameOf(container)} is privileged: it is root on the host in all but name`,
    description:
      "A privileged container holds every capability, sees every device of the host, and runs without seccomp and AppArmor. Whoever breaks into it mounts the host's disk.",
    fix: {
      description:
        "Remove `privileged`, and grant only what the program needs with `cap_add` and `devices`.",
    },
  });
}
