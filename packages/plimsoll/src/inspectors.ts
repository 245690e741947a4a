import { capabilityInspectors } from "@plimsoll/capabilities";
import type { Inspector } from "@plimsoll/image";
import { distributionInspectors, scanInspectors } from "@plimsoll/scan";

/** Everything that looks at files while the layers are walked, in this thread or in a worker. */
export const inspectors: readonly Inspector[] = [...scanInspectors, ...capabilityInspectors];

/** What `osOnly` leaves of them: they want next to nothing of a layer's bytes. */
export const osInspectors: readonly Inspector[] = [
  ...distributionInspectors,
  ...capabilityInspectors,
];
