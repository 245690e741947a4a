import type { Fix } from "@plimsoll/core";
import type { ComposeFile } from "../../compose/types.ts";
import { references } from "../../rule/references.ts";
import type { ComposeRule } from "../../rule/types.ts";
import type { Position } from "../../text/position.ts";
import { addToService, removeSetting, setScalar } from "../../yaml/edit.ts";
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
      const description = "Set read_only: true.";
      const fix =
        readOnly === undefined
          ? addToService(file, service, ["read_only: true"], description)
          : setScalar(file, readOnly, "true", description);
      return [observeService(file, service, "read_only", readOnly ?? service, value, { fix })];
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
  check: (file) =>
    judgeSetting(
      file,
      "user",
      (service) => service.user,
      isRootUser,
      (composeFile, setting) => removeSetting(composeFile, "user", setting, "Remove user."),
    ),
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
      (composeFile, setting) =>
        setScalar(composeFile, setting, "on-failure:5", "Use on-failure:5."),
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
              { fix: enableHealthcheck(file, service.healthcheck.position) },
            ),
          ]
        : [],
    );
  },
};

/** `disable: true` as the first key of the map that stands at `at`. */
function enableHealthcheck(file: ComposeFile, at: Position): Fix {
  const description = "Set disable: false.";
  const key = /^disable:\s+(?=true\b)/.exec((file.lines[at.line - 1] ?? "").slice(at.column - 1));
  if (key === null) return { description };
  const value = { line: at.line, column: at.column + key[0].length, text: "true" };
  return setScalar(file, value, "false", description);
}
