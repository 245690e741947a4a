import { capabilityInspectors } from "@plimsoll/capabilities";
import type { Inspector } from "@plimsoll/image";
import {
  distributionInspectors,
  fileInspectors,
  malwareInspector,
  scanInspectors,
  secretInspector,
} from "@plimsoll/scan";

/** What looks at files when nobody asks for secrets or malware: few files are read whole. */
export const inspectorsWithoutSearch: readonly Inspector[] = [
  ...scanInspectors,
  ...capabilityInspectors,
  ...fileInspectors,
];

/** Everything that looks at files while the layers are walked, in this thread or in a worker. */
export const inspectors: readonly Inspector[] = [
  ...inspectorsWithoutSearch,
  secretInspector,
  malwareInspector,
];

/** What `osOnly` leaves of them: they want next to nothing of a layer's bytes. */
export const osInspectors: readonly Inspector[] = [
  ...distributionInspectors,
  ...capabilityInspectors,
];
