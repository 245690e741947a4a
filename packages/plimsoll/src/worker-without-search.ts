import { serveLayerWorker } from "@plimsoll/image";
import { inspectorsWithoutSecrets } from "./inspectors.ts";

serveLayerWorker(inspectorsWithoutSecrets);
