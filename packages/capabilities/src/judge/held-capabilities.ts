import { type ContainerPrivileges, type Finding, isAtLeast } from "@plimsoll/core";
import {
  type ContainerFindingInput,
  capabilitiesManual,
  containerFinding,
  dockerRunManual,
  nameOf,
} from "./container-finding.ts";

// CIS Docker Benchmark 1.6.0, 5.4
const peers = { cis: ["5.4"] };
const references = [capabilitiesManual, dockerRunManual];

/** Capabilities beyond the engine's defaults that harm more than the container itself. */
export function judgeDangerousCapabilities(container: ContainerPrivileges): Finding[] {
  // A privileged container has one finding of its own that says it all.
  if (container.privileged) return [];
  const dangerous = container.effective.filter(
    ({ from, severity }) => from !== "default" && isAtLeast(severity, "medium"),
  );
  if (dangerous.length === 0) {
    return [
      containerFinding(container, {
        rule: "dangerous-capability",
        status: "pass",
        severity: "high",
        title: `${nameOf(container)} holds no dangerous capability beyond the engine's defaults`,
        value: listed(container.effective.map(({ name }) => name)),
        references,
        peers,
      }),
    ];
  }
  return dangerous.map(({ name, severity, lets, from }) =>
    containerFinding(container, {
      rule: "dangerous-capability",
      severity,
      title: `${nameOf(container)} holds ${name}`,
      description: lets,
      about: name,
      value: `${name}, from ${from}`,
      fix: {
        description: `Remove ${name.slice(4)} from \`cap_add\`, or look for a narrower way to do what it was added for.`,
      },
      references,
      peers,
    }),
  );
}

/** The engine's defaults: one finding for all, because nearly every container has them. */
export function judgeDefaultCapabilities(container: ContainerPrivileges): Finding[] {
  if (container.privileged) return [];
  const defaults = container.effective.filter(({ from }) => from === "default");
  const common = {
    rule: "default-capabilities",
    severity: "low",
    value: listed(container.effective.map(({ name }) => name)),
    references,
    peers,
  } satisfies Partial<ContainerFindingInput>;
  if (defaults.length === 0) {
    return [
      containerFinding(container, {
        ...common,
        status: "pass",
        title: `${nameOf(container)} holds none of the engine's default capabilities`,
      }),
    ];
  }
  const worst = defaults.find(({ name }) => name === "CAP_NET_RAW") ?? defaults[0]!;
  return [
    containerFinding(container, {
      ...common,
      title: `${nameOf(container)} holds ${defaults.length} of the engine's default capabilities`,
      description: `Few programs need any of them. ${worst.name}, for one: ${worst.lets}`,
      fix: {
        description:
          "Start it with `cap_drop: [ALL]` and add back what the program proves to need, or run it as a user other than root.",
      },
    }),
  ];
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "no capabilities" : names.join(", ");
}
