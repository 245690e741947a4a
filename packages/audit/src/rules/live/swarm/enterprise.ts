import { references } from "../../../rule/references.ts";
import { hostRule } from "../observe.ts";

/** Controls over Docker Enterprise, which is another product now. */
export const enterprise = hostRule(
  {
    id: "live-enterprise",
    title: "Docker Enterprise is not set up as it should be",
    severity: "low",
    description: "Its controllers have accounts, certificates and sessions of their own.",
    remediation:
      "See the documentation of Mirantis Kubernetes Engine and Mirantis Secure Registry.",
    references: [references.cis],
    peers: {
      "docker-bench": ["8.1.1", "8.1.2", "8.1.3", "8.1.4", "8.1.5", "8.1.6", "8.1.7", "8.2.1"],
    },
  },
  "the engine",
  () => [{ notApplicable: "the engine is not Docker Enterprise" }],
);
