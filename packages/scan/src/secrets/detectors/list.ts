import type { Detector } from "../detector.ts";
import { artificialIntelligenceDetectors } from "./artificial-intelligence.ts";
import { cloudDetectors } from "./cloud.ts";
import { continuousIntegrationDetectors } from "./continuous-integration.ts";
import { credentialFileDetectors } from "./credential-file.ts";
import { databaseAndUrlDetectors } from "./database-and-url.ts";
import { genericDetectors } from "./generic.ts";
import { keyAndTokenDetectors } from "./key-and-token.ts";
import { messagingDetectors } from "./messaging.ts";
import { monitoringDetectors } from "./monitoring.ts";
import { packageRegistryDetectors } from "./package-registry.ts";
import { paymentDetectors } from "./payment.ts";
import { serviceDetectors } from "./service.ts";
import { sourceControlDetectors } from "./source-control.ts";

/** Every detector. Where two see the same value, the earlier one reports it. */
export const detectors: readonly Detector[] = [
  ...cloudDetectors,
  ...sourceControlDetectors,
  ...continuousIntegrationDetectors,
  ...packageRegistryDetectors,
  ...messagingDetectors,
  ...paymentDetectors,
  ...artificialIntelligenceDetectors,
  ...monitoringDetectors,
  ...serviceDetectors,
  ...databaseAndUrlDetectors,
  ...keyAndTokenDetectors,
  ...credentialFileDetectors,
  ...genericDetectors,
];
