import { references } from "../../rule/references.ts";
import type { ComposeRule } from "../../rule/types.ts";
import { judgeServices, observePrivileged, observeService, unresolvedReason } from "./observe.ts";

/** cgroup_parent, and cgroup: host */
export const cgroupParent: ComposeRule = {
  id: "compose-cgroup",
  target: "compose",
  title: "The container leaves its control group",
  severity: "low",
  description:
    "Under another parent the limits set for containers do not hold; in the host's control groups it sees and may change those of others.",
  remediation: "Remove cgroup_parent and cgroup: host.",
  references: [`${references.composeServices}#cgroup_parent`, references.cis],
  peers: { kics: ["Cgroup not default"] },
  check: (file) =>
    judgeServices(file, (service) => [
      ...(service.cgroupParent === undefined
        ? []
        : [
            observeService(
              file,
              service,
              "cgroup_parent",
              service.cgroupParent,
              `cgroup_parent: ${service.cgroupParent.text}`,
            ),
          ]),
      ...(service.cgroup?.value === "host"
        ? [observeService(file, service, "cgroup", service.cgroup, "cgroup: host")]
        : []),
    ]),
};

/** Neither networks nor network_mode */
export const defaultNetwork: ComposeRule = {
  id: "compose-default-network",
  target: "compose",
  title: "All services are on one network",
  severity: "negligible",
  description: "A service that is taken over reaches every other of the project.",
  remediation: "Name networks, and put on each only the services that speak to each other.",
  references: ["https://docs.docker.com/reference/compose-file/networks/", references.cis],
  peers: { kics: ["Networks not set"] },
  check(file) {
    if (file.services.length === 1) return { notApplicable: "the file has only one service" };
    return judgeServices(file, (service) =>
      service.isConnected
        ? []
        : [observeService(file, service, "networks", service, "networks is not set")],
    );
  },
};

/** cap_drop without ALL */
export const capabilitiesKept: ComposeRule = {
  id: "compose-capabilities-kept",
  target: "compose",
  title: "The container keeps capabilities that it may not need",
  severity: "negligible",
  description:
    "Few programs need any capability; each one kept is a way from a fault in the program to the host.",
  remediation: "Add cap_drop: [ALL], and in cap_add what the program needs.",
  references: [`${references.composeServices}#cap_drop`],
  peers: { kics: ["Capabilities unrestricted"] },
  check: (file) =>
    judgeServices(file, (service) => {
      const privileged = observePrivileged(
        file,
        service,
        "cap_drop",
        "a privileged container holds every capability",
      );
      if (privileged.length > 0) return privileged;
      const unresolved = service.capDrop.flatMap((setting) => setting.unresolved);
      if (service.capDrop.some(({ value }) => /^(?:CAP_)?ALL$/i.test(value))) return [];
      const details = unresolved.length > 0 ? { unknown: unresolvedReason(unresolved) } : {};
      const value = "cap_drop without ALL";
      return [
        observeService(file, service, "cap_drop", service.capDrop[0] ?? service, value, details),
      ];
    }),
};

/** group_add with a group that opens the host's files or the engine */
export const groupAdd: ComposeRule = {
  id: "compose-group-add",
  target: "compose",
  title: "The container is given a powerful group",
  severity: "low",
  description:
    "With root, docker or disk it may use mounted files, sockets and devices of the host that its user may not.",
  remediation: "Remove the group, or name one that owns only what the program needs.",
  references: [`${references.composeServices}#group_add`],
  peers: {},
  check: (file) =>
    judgeServices(file, (service) =>
      service.groupAdd
        .filter(({ value }) => /^(?:0+|root|docker|disk|wheel|sudo|shadow)$/.test(value))
        .map((setting) => observeService(file, service, "group_add", setting, setting.text)),
    ),
};

/** volumes_from */
export const volumesFrom: ComposeRule = {
  id: "compose-volumes-from",
  target: "compose",
  title: "All volumes of another container are mounted",
  severity: "low",
  description: "Also those with its keys and its sockets, and those that will be added to it.",
  remediation: "Mount the one volume that both need.",
  references: [`${references.composeServices}#volumes_from`],
  peers: {},
  check: (file) =>
    judgeServices(file, (service) =>
      service.volumesFrom.map((setting) =>
        observeService(file, service, "volumes_from", setting, setting.text),
      ),
    ),
};

/** device_cgroup_rules */
export const deviceCgroupRule: ComposeRule = {
  id: "compose-device-cgroup-rule",
  target: "compose",
  title: "The container may make and use devices",
  severity: "medium",
  description:
    "With a rule for a class of devices it opens disks or memory by making a node for them.",
  remediation: "Name the single device under devices.",
  references: [`${references.composeServices}#device_cgroup_rules`],
  peers: {},
  check: (file) =>
    judgeServices(file, (service) =>
      service.deviceCgroupRules.map((setting) =>
        observeService(file, service, "device_cgroup_rules", setting, setting.text),
      ),
    ),
};

/** logging.driver: none */
export const loggingNone: ComposeRule = {
  id: "compose-logging-none",
  target: "compose",
  title: "The container's output is thrown away",
  severity: "low",
  description: "After an incident nothing tells what the program did.",
  remediation: "Remove logging.driver: none; bound the size of logs by options in its place.",
  references: [`${references.composeServices}#logging`],
  peers: {},
  check: (file) =>
    judgeServices(file, (service) =>
      service.loggingDriver?.value === "none"
        ? [
            observeService(
              file,
              service,
              "logging.driver",
              service.loggingDriver,
              "logging.driver: none",
            ),
          ]
        : [],
    ),
};
