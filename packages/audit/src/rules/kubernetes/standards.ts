import { references } from "../../rule/references.ts";
import type { KubernetesRule, RuleData } from "../../rule/types.ts";

/** What a rule says of itself beyond what all checks of the Pod Security Standards have in common. */
type Standard = Omit<RuleData, "references" | "peers"> & {
  readonly references?: readonly string[];
  /** Id of the check in the Pod Security admission controller. */
  readonly pss: string;
  readonly trivy?: readonly string[];
  readonly checkov?: readonly string[];
  readonly check: KubernetesRule["check"];
};

/** A rule that is a check of the Pod Security Standards. */
export function standardRule({ pss, trivy, checkov, ...data }: Standard): KubernetesRule {
  return {
    ...data,
    target: "kubernetes",
    references: [references.podSecurity, ...(data.references ?? [])],
    peers: { pss: [pss], ...(trivy && { trivy }), ...(checkov && { checkov }) },
  };
}
