import type { Config } from "@plimsoll/core";
import type { Inspector } from "@plimsoll/image";
import {
  licenceFileInspector,
  malwareInspector,
  readSecretSettings,
  secretInspector,
  verificationInspectors,
} from "@plimsoll/scan";
import { inspectors, inspectorsWithoutSearch, osInspectors } from "../inspectors.ts";
import { defaultWorkerUrl } from "../worker-url.ts";
import type { CheckOptions, CheckPart } from "./options.ts";

/** Who looks at the layers, and the module of the threads that help. */
export interface WalkPlan {
  inspectors: readonly Inspector[];
  /** Absent where threads cannot have the same inspectors. */
  worker?: URL;
  /** Whether of layers with a table of contents only the wanted files are fetched. */
  byRanges?: true;
}

/**
 * Chooses the inspectors that the parts need. Threads load theirs from a module: a caller's own
 * module (`options.worker`) has them all, so then all of them walk; and neither rules of the
 * configuration nor signatures of malware can be handed to a thread, so those are walked without.
 *
 * @param ownMalware the inspector with the signatures of the configuration, if it names any
 * @throws PlimsollError `INVALID_CONFIG` when a rule for secrets cannot be used
 */
export function planWalk(
  parts: ReadonlySet<CheckPart>,
  config: Pick<Config, "secrets" | "licences" | "verify">,
  options: Pick<CheckOptions, "osOnly" | "worker">,
  ownMalware?: Inspector,
): WalkPlan {
  const plan = planInspectors(parts, config, options, ownMalware);
  const onDemand = [
    ...(readsLicenceFiles(parts, config) ? [licenceFileInspector] : []),
    ...(parts.has("files") && config.verify.packages ? verificationInspectors : []),
  ];
  if (onDemand.length === 0) return plan;
  // Few ask for these: threads do not have them.
  const { worker: _, inspectors: chosen, ...rest } = plan;
  return { ...rest, inspectors: [...chosen, ...onDemand] };
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
  { osOnly = false, worker }: Pick<CheckOptions, "osOnly" | "worker">,
  ownMalware?: Inspector,
): WalkPlan {
  if (osOnly) return { inspectors: osInspectors, byRanges: true };
  if (!parts.has("secrets") && !parts.has("malware")) {
    return worker === undefined
      ? {
          inspectors: inspectorsWithoutSearch,
          worker: defaultWorkerUrl("worker-without-search"),
        }
      : { inspectors, worker };
  }
  const secrets = parts.has("secrets")
    ? readSecretSettings(config.secrets)
    : { inspector: secretInspector, isShared: true };
  return secrets.isShared && ownMalware === undefined
    ? { inspectors, worker: worker ?? defaultWorkerUrl("worker") }
    : {
        inspectors: [...inspectorsWithoutSearch, ownMalware ?? malwareInspector, secrets.inspector],
      };
}
