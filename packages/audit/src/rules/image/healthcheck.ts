import { references } from "../../rule/references.ts";
import type { ImageRule } from "../../rule/types.ts";
import { observeConfig } from "./observe.ts";

/** The image has no health check. */
export const healthcheckMissing: ImageRule = {
  id: "image-healthcheck-missing",
  target: "image",
  title: "The image has no health check",
  severity: "negligible",
  description:
    "The engine can only see that the process exists, not that it works. Kubernetes ignores the image's check and has probes.",
  remediation: "Rebuild with HEALTHCHECK CMD and a command that asks the service itself.",
  references: [`${references.dockerfile}#healthcheck`, references.cis],
  peers: { dockle: ["CIS-DI-0006"], trivy: ["DS-0026"] },
  check({ run }) {
    const test = run.healthcheck?.test ?? [];
    const isThere = test.length > 0 && test[0]?.toUpperCase() !== "NONE";
    if (isThere) return [];
    const value = run.healthcheck === undefined ? "(none)" : JSON.stringify(test);
    return [observeConfig("config.Healthcheck", value, { identity: ["config.Healthcheck"] })];
  },
};
