import { references } from "../../../rule/references.ts";
import { dangerousCapabilities } from "../../compose/capabilities.ts";
import { isRootUser } from "../../root-user.ts";
import { containerRule, ofPrivileged, told, wrongIf } from "../observe.ts";

/** --privileged */
export const privileged = containerRule(
  {
    id: "live-privileged",
    title: "The container is privileged",
    severity: "critical",
    description:
      "It holds every capability, sees every device, and runs without seccomp and AppArmor: its root is root of the host.",
    remediation:
      "Make it anew without --privileged; add the one capability or device that is needed.",
    references: [`${references.runReference}#privileged`, references.cis],
  },
  "HostConfig.Privileged",
  ({ privileged }) =>
    told(privileged, "HostConfig.Privileged", (value) => wrongIf(value, "Privileged: true")),
);

/** Capabilities beyond Docker's default that matter. */
export const dangerousCapability = containerRule(
  {
    id: "live-dangerous-capability",
    title: "A dangerous capability is added",
    severity: "high",
    description: "It undoes a part of what keeps the container's root from being root of the host.",
    remediation: "Make it anew with --cap-drop ALL and only what the program needs.",
    references: [
      `${references.runReference}#cap-add`,
      "https://man7.org/linux/man-pages/man7/capabilities.7.html",
    ],
    peers: { "docker-bench": ["C.5.3.1", "C.5.3.2", "C.5.3.3", "C.5.3.4"] },
  },
  "HostConfig.CapAdd",
  (container) => [
    ...ofPrivileged(container, "a privileged container holds every capability"),
    ...told(container.capAdd, "HostConfig.CapAdd", (names) =>
      names.flatMap((text) => {
        const name = text.trim().toUpperCase().replace(/^CAP_/, "");
        const lets = dangerousCapabilities.get(name);
        return wrongIf(lets !== undefined, `CapAdd: ${text}`, `${name} allows ${lets}`);
      }),
    ),
  ],
);

/** Root in the container, where the engine maps it to nobody else. */
export const userRoot = containerRule(
  {
    id: "live-user-root",
    title: "The container runs as root",
    severity: "medium",
    description: "A process that breaks out is root on the host.",
    remediation: "Name an unprivileged user in the image (USER) or with --user.",
    references: [`${references.dockerfile}#user`, references.cis],
  },
  "Config.User",
  ({ user, usernsMode }, { engine }) =>
    told(user, "Config.User", (name) => {
      if (!isRootUser(name)) return [];
      const isMapped = (engine.securityOptions ?? []).some((option) =>
        /^name=(?:rootless|userns)\b/.test(option),
      );
      if (isMapped && usernsMode !== "host") {
        return [{ notApplicable: "the engine maps root of containers to an unprivileged user" }];
      }
      return wrongIf(true, `User: ${name === "" ? "not set" : name}`);
    }),
);

/** Group 0 of the host through --group-add. */
export const rootGroup = containerRule(
  {
    id: "live-root-group",
    title: "The processes belong to group root",
    severity: "low",
    description: "Files that group root may write, also of mounted folders, are theirs to change.",
    remediation: "Make it anew without --group-add 0.",
    references: [`${references.runReference}#group-add`],
  },
  "HostConfig.GroupAdd",
  ({ groups }) =>
    told(groups, "HostConfig.GroupAdd", (names) =>
      names
        .filter((name) => name === "root" || /^0+$/.test(name))
        .map((name) => ({ wrong: `GroupAdd: ${name}` })),
    ),
);
