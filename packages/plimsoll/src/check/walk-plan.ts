import type { Config } from "@plimsoll/core";
import type { Inspector } from "@plimsoll/image";
import { licenceFileInspector, readSecretSettings, verificationInspectors } from "@plimsoll/scan";
import { inspectors, inspectorsWithoutSecrets } from "../inspectors.ts";
import { defaultWorkerUrl } from "../worker-url.ts";
import type { CheckPart } from "./options.ts";

/** Who looks at the layers, and the module of the threads that help. */
export interface WalkPlan {
  inspectors: readonly Inspector[];
  /** Absent where threads cannot have the same inspectors. */
  worker?: URL;
}

/**
 * Chooses the inspectors that the parts need. Threads load theirs from a module: a caller's own
 * module (`options.worker`) has them all, so then all of them walk; and rules of the configuration
 * cannot be handed to a thread, so those are walked without.
 *
 * @throws PlimsollError `INVALID_CONFIG` when a rule for secrets cannot be used
 */
export function planWalk(
  parts: ReadonlySet<CheckPart>,
  config: Pick<Config, "secrets" | "licences" | "verify">,
  worker: URL | undefined,
): WalkPlan {
  const plan = planInspectors(parts, config, worker);
  const onDemand = [
    ...(readsLicenceFiles(parts, config) ? [licenceFileInspector] : []),
    ...(parts.has("files") && config.verify.packages ? verificationInspectors : []),
  ];
  // Few ask for these: threads do not have them.
  return onDemand.length > 0 ? { inspectors: [...plan.inspectors, ...onDemand] } : plan;
}

/** The lists of licences say little without the files: Debian's database names no licence. */
function readsLicenceFiles(
  parts: ReadonlySet<CheckPart>,
  { licences: { files, allow, deny, unknown } }: Pick<Config, "licences">,
): boolean {
  if (files) return parts.has("packages") || parts.has("licences");
  return parts.has("licences") && (allow.length + deny.length > 0 || unknown !== "ignore");
}

function planInspectors(
  parts: ReadonlySet<CheckPart>,
  config: Pick<Config, "secrets">,
  worker: URL | undefined,
): WalkPlan {
  if (!parts.has("secrets")) {
    return worker === undefined
      ? {
          inspectors: inspectorsWithoutSecrets,
          worker: defaultWorkerUrl("worker-without-secrets"),
        }
      : { inspectors, worker };
  }
  const { inspector, isShared } = readSecretSettings(config.secrets);
  return isShared
    ? { inspectors, worker: worker ?? defaultWorkerUrl("worker") }
    : { inspectors: [...inspectorsWithoutSecrets, inspector] };
}
