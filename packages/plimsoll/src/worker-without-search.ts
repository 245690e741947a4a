import { serveLayerWorker } from "@plimsoll/image";
import { inspectorsWithoutSearch } from "./inspectors.ts";

serveLayerWorker(inspectorsWithoutSearch);
