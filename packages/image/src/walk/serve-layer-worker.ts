import { type MessagePort, parentPort } from "node:worker_threads";
import { type ErrorCode, PlimsollError } from "@plimsoll/core";
import type { LayerContent } from "../image.ts";
import type { Inspector } from "../inspector.ts";
import { inspectorNames } from "./inspector-names.ts";
import { walkLayer } from "./walk-layer.ts";
import type { FromWorker, ToWorker } from "./worker-messages.ts";

/**
 * Walks layers for another thread. To be called once by the module that `WalkOptions.worker`
 * names, with the inspectors that the walk is given.
 *
 * @throws PlimsollError `INVALID_ARGUMENT` outside of a worker thread
 */
export function serveLayerWorker(inspectors: readonly Inspector[]): void {
  const port = parentPort;
  if (port === null) {
    throw new PlimsollError("INVALID_ARGUMENT", "serveLayerWorker was called outside of a worker", {
      action: "Pass the module that calls it to walkImage, as its option worker.",
    });
  }
  const inbox = new Inbox(port);
  const send = (message: FromWorker, transfer: ArrayBuffer[] = []) =>
    port.postMessage(message, transfer);
  const openContent = async (): Promise<LayerContent> => {
    send({ kind: "open" });
    const { content } = await inbox.next("content");
    return content.kind === "stream" ? { ...content, stream: pullChunks(inbox, send) } : content;
  };
  const serve = async () => {
    send({ kind: "ready", inspectors: inspectorNames(inspectors) });
    for (;;) {
      const { layer, limits } = await inbox.next("walk");
      const walked = await walkLayer(layer, openContent, { inspectors, limits });
      send({ kind: "walked", walked }, transferable(walked.record));
    }
  };
  void serve();
}

async function* pullChunks(
  inbox: Inbox,
  send: (message: FromWorker) => void,
): AsyncGenerator<Uint8Array> {
  for (;;) {
    send({ kind: "pull" });
    const { bytes } = await inbox.next("chunk");
    if (bytes === undefined) return;
    yield bytes;
  }
}

// Small buffers lie in a pool that is shared: those are copied.
function transferable({ buffer, byteLength }: Uint8Array): ArrayBuffer[] {
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];
}

/** The messages to this worker, one at a time. */
class Inbox {
  readonly #waiting: ToWorker[] = [];
  #wake: (() => void) | undefined;

  constructor(port: MessagePort) {
    port.on("message", (message: ToWorker) => {
      this.#waiting.push(message);
      this.#wake?.();
    });
  }

  /**
   * @throws PlimsollError what the walking thread reports as the content's fault
   */
  async next<Kind extends ToWorker["kind"]>(kind: Kind): Promise<ToWorker & { kind: Kind }> {
    while (this.#waiting.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const message = this.#waiting.shift()!;
    if (message.kind === "fault") {
      throw new PlimsollError(message.code as ErrorCode, message.message);
    }
    if (message.kind !== kind) {
      throw new PlimsollError("INTERNAL", `A worker got ${message.kind} in place of ${kind}`);
    }
    return message as ToWorker & { kind: Kind };
  }
}
