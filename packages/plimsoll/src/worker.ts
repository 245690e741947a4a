import { serveLayerWorker } from "@plimsoll/image";
import { inspectors } from "./inspectors.ts";

serveLayerWorker(inspectors);
