import { capabilityInspectors } from "@plimsoll/capabilities";
import type { Inspector } from "@plimsoll/image";
import { fileInspectors, scanInspectors, secretInspector } from "@plimsoll/scan";

/** What looks at files when nobody asks for secrets: few files are read whole. */
export const inspectorsWithoutSecrets: readonly Inspector[] = [
  ...scanInspectors,
  ...capabilityInspectors,
  ...fileInspectors,
];

/** Everything that looks at files while the layers are walked, in this thread or in a worker. */
export const inspectors: readonly Inspector[] = [...inspectorsWithoutSecrets, secretInspector];
