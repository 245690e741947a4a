import type { LayerContent } from "../image.ts";
import type { WalkLimits } from "./limits.ts";
import type { LayerIdentity } from "./packed-layer.ts";
import type { WalkedLayer } from "./walk-layer.ts";

/** What the walk sends to a worker. */
export type ToWorker =
  | { kind: "walk"; layer: LayerIdentity; limits: WalkLimits }
  /** The answer to `open`. A stream follows by `chunk`s, one for each `pull`. */
  | { kind: "content"; content: WorkerContent }
  | { kind: "chunk"; bytes?: Uint8Array }
  /** The content, or its stream, failed. */
  | { kind: "fault"; code: string; message: string };

/** What a worker answers. */
export type FromWorker =
  /** Sent once, when the worker has loaded. */
  | { kind: "ready"; inspectors: readonly string[] }
  | { kind: "open" }
  | { kind: "pull" }
  | { kind: "walked"; walked: WalkedLayer };

/** Files and folders are read by the worker itself. */
export type WorkerContent =
  | Extract<LayerContent, { kind: "file" | "folder" }>
  | { kind: "stream"; isVerified: boolean };
