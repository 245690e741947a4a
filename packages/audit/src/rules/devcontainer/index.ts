import type { DevContainerRule } from "../../rule/types.ts";
import * as content from "./content.ts";
import * as host from "./host-access.ts";

/** Rules over a devcontainer.json. */
export const rules: readonly DevContainerRule[] = [
  host.privileged,
  host.runtimeSocket,
  host.capability,
  host.unconfined,
  host.hostNamespace,
  host.sensitiveMount,
  content.hostCommand,
  content.pipeToShell,
  content.imageUnpinned,
  content.featureUnpinned,
  content.userRoot,
  content.secretEnvironment,
];
