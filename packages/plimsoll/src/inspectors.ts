import { capabilityInspectors } from "@plimsoll/capabilities";
import type { Inspector } from "@plimsoll/image";
import { scanInspectors } from "@plimsoll/scan";

/** Everything that looks at files while the layers are walked, in this thread or in a worker. */
export const inspectors: readonly Inspector[] = [...scanInspectors, ...capabilityInspectors];
