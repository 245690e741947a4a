import { references } from "../../../rule/references.ts";
import type { LiveRule } from "../../../rule/types.ts";
import { containerRule, told, wrongIf } from "../observe.ts";

/** Changes that are named; how many there are is told. */
const named = 5;

const perContainer = containerRule(
  {
    id: "live-drift",
    title: "The container's programs or configuration are no longer its image's",
    severity: "medium",
    description:
      "Somebody, or the program itself, changed what scans and signatures of the image speak of; an attacker's tools look the same. Only containers that run are asked.",
    remediation:
      "Make the container anew of its image, with read_only: true, and build what changed into the image.",
    references: [references.engineSecurity, references.cis],
  },
  "/containers/{id}/changes",
  ({ changes, status }) => {
    // What does not run changes nothing.
    if (status !== undefined && status !== "running" && status !== "paused") return [];
    return told(changes, "what the container changed", ({ paths }) => {
      const more = paths.length > named ? ` and ${paths.length - named} more` : "";
      return wrongIf(paths.length > 0, `${paths.slice(0, named).join(", ")}${more}`);
    });
  },
);

/** Files that a running container changed of its image. */
export const drift: LiveRule = {
  ...perContainer,
  check(snapshot, config) {
    return snapshot.hasChanges || snapshot.containers?.length === 0
      ? perContainer.check(snapshot, config)
      : { notApplicable: "what containers changed was not asked for: --drift" };
  },
};
