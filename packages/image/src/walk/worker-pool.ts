import { Worker } from "node:worker_threads";
import { PlimsollError, toPlimsollError } from "@plimsoll/core";
import type { LayerContent } from "../image.ts";
import { inspectorNames } from "./inspector-names.ts";
import { encodeRefusal } from "./layer-record.ts";
import type { LayerIdentity } from "./packed-layer.ts";
import type { LayerWalkOptions, WalkedLayer } from "./walk-layer.ts";
import { Dialogue } from "./worker-dialogue.ts";
import type { FromWorker } from "./worker-messages.ts";

/**
 * Inflated chunks of 1 MiB are freed with the young generation: a small one halves what a worker
 * takes (measured: 250 MB against 140 MB at the peak).
 */
const resourceLimits = { maxYoungGenerationSizeMb: 8 };

/** Worker threads that walk one layer each. They start when they are first needed. */
export class WorkerPool {
  readonly #module: URL;
  readonly #options: LayerWalkOptions;
  readonly #workers = new Set<Worker>();
  readonly #idle: Worker[] = [];

  constructor(module: URL, options: LayerWalkOptions) {
    this.#module = module;
    this.#options = options;
  }

  /**
   * Walks a layer in a worker. A worker that dies of a layer (of memory, say) leaves a record that
   * says so.
   *
   * @throws PlimsollError `INTERNAL` when the worker cannot be started, `INVALID_ARGUMENT` when it
   * has other inspectors
   */
  async walk(layer: LayerIdentity, openContent: () => Promise<LayerContent>): Promise<WalkedLayer> {
    const worker = this.#idle.pop() ?? (await this.#start());
    const dialogue = new Dialogue(worker, openContent);
    const { diffId, digest } = layer;
    try {
      const walked = await dialogue.run({
        kind: "walk",
        layer: { diffId, ...(digest && { digest }) },
        limits: this.#options.limits,
      });
      this.#idle.push(worker);
      return walked;
    } catch (error) {
      await worker.terminate();
      return refuse(layer, error);
    }
  }

  /** Ends all workers, also those that are at work. */
  async close(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.terminate()));
  }

  async #start(): Promise<Worker> {
    const worker = new Worker(this.#module, { resourceLimits });
    this.#workers.add(worker);
    worker.on("exit", () => this.#workers.delete(worker));
    const subject = this.#module.href;
    const message = await new Promise<FromWorker>((resolve, reject) => {
      const fail = (why: unknown) =>
        reject(toPlimsollError(why, "INTERNAL", "The worker cannot be started", { subject }));
      worker.once("message", resolve);
      // Stays: an error that nobody listens for would end the process.
      worker.on("error", fail);
      worker.once("exit", () => fail("it ended before it was ready"));
    });
    const expected = inspectorNames(this.#options.inspectors).join();
    if (message.kind === "ready" && message.inspectors.join() === expected) return worker;
    throw new PlimsollError("INVALID_ARGUMENT", "The worker has other inspectors than the walk", {
      subject,
      action: "Call serveLayerWorker with the inspectors that walkImage is given.",
    });
  }
}

function refuse({ diffId: layer }: LayerIdentity, error: unknown): WalkedLayer {
  const { code, message } = toPlimsollError(error, "INTERNAL", "The worker ended");
  const record = encodeRefusal({ code, what: layer, why: message, layer });
  return { record, isVerified: false, isComplete: false };
}
