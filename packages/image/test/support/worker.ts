import { serveLayerWorker } from "../../src/index.ts";
import { everything, manifests, privileged } from "./inspectors.ts";

serveLayerWorker([everything, manifests, privileged]);
