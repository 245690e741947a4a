import { references } from "../../rule/references.ts";
import type { ComposeRule } from "../../rule/types.ts";
import { isRootUser } from "../root-user.ts";
import { judgeServices, observeService } from "./observe.ts";
import { judgeSetting } from "./switch.ts";

/** A root file system that can be written. */
export const writableRoot: ComposeRule = {
  id: "compose-writable-root",
  target: "compose",
  title: "The root file system can be written",
  severity: "low",
  description: "An attacker can change the program and leave tools behind.",
  remediation: "Set read_only: true, with tmpfs or volumes for what the program writes.",
  references: [`${references.composeServices}#read_only`, references.cis],
  peers: {},
  check(file) {
    return judgeServices(file, (service) => {
      const { readOnly } = service;
      if (readOnly?.value === true) return [];
      const value = readOnly === undefined ? "read_only is not set" : `read_only: ${readOnly.text}`;
      return [observeService(file, service, "read_only", readOnly ?? service, value)];
    });
  },
};

/** user: root */
export const userRoot: ComposeRule = {
  id: "compose-user-root",
  target: "compose",
  title: "The container is run as root",
  severity: "high",
  description: "It overrides the user of the image: a process that breaks out is root on the host.",
  remediation: "Remove user, or name an unprivileged one.",
  references: [`${references.composeServices}#user`],
  peers: {},
  check: (file) => judgeSetting(file, "user", (service) => service.user, isRootUser),
};

/** A restart policy that restarts without end. */
export const restart: ComposeRule = {
  id: "compose-restart",
  target: "compose",
  title: "The container is restarted without end",
  severity: "negligible",
  description:
    "A container that fails at each start hides its failure and takes the processor; an attacker may try again and again.",
  remediation: "Use restart: on-failure:5, or an orchestrator with back-off.",
  references: [`${references.composeServices}#restart`, references.cis],
  peers: { kics: ["Restart on-failure not 5"] },
  check: (file) =>
    judgeSetting(
      file,
      "restart",
      (service) => service.restart,
      (value) => value === "always" || value === "on-failure",
    ),
};

/** A health check that is switched off. */
export const healthcheckDisabled: ComposeRule = {
  id: "compose-healthcheck-disabled",
  target: "compose",
  title: "The health check of the image is switched off",
  severity: "negligible",
  description: "The engine then sees only that the process exists, not that it works.",
  remediation: "Remove disable: true, or give a test that fits.",
  references: [`${references.composeServices}#healthcheck`],
  peers: { kics: ["Healthcheck not set"] },
  check(file) {
    return judgeServices(file, (service) =>
      service.healthcheck?.isDisabled === true
        ? [
            observeService(
              file,
              service,
              "healthcheck",
              service.healthcheck.position,
              "healthcheck is disabled",
            ),
          ]
        : [],
    );
  },
};
