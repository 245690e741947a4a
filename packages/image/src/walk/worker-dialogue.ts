import type { Worker } from "node:worker_threads";
import { PlimsollError, toPlimsollError } from "@plimsoll/core";
import type { LayerContent } from "../image.ts";
import type { WalkedLayer } from "./walk-layer.ts";
import type { FromWorker, ToWorker } from "./worker-messages.ts";

/**
 * One layer's walk in a worker, as the walking thread sees it: it opens the content when the
 * worker asks, and hands on one chunk of a stream for each that the worker asks for.
 */
export class Dialogue {
  readonly #worker: Worker;
  readonly #openContent: () => Promise<LayerContent>;
  #stream: AsyncIterator<Uint8Array> | undefined;

  constructor(worker: Worker, openContent: () => Promise<LayerContent>) {
    this.#worker = worker;
    this.#openContent = openContent;
  }

  /** Rejects when the worker ends before it is done. */
  async run(task: ToWorker & { kind: "walk" }): Promise<WalkedLayer> {
    const worker = this.#worker;
    let forget = () => {};
    try {
      return await new Promise<WalkedLayer>((resolve, reject) => {
        const onMessage = (message: FromWorker) => {
          if (message.kind === "walked") resolve(message.walked);
          else void this.#answer(message);
        };
        const onExit = () => {
          reject(new PlimsollError("INTERNAL", "The worker ended while it walked the layer"));
        };
        worker.on("message", onMessage).on("error", reject).on("exit", onExit);
        forget = () => worker.off("message", onMessage).off("error", reject).off("exit", onExit);
        worker.postMessage(task);
      });
    } finally {
      forget();
      await this.#stream?.return?.().catch(() => {});
    }
  }

  async #answer(message: FromWorker): Promise<void> {
    try {
      if (message.kind === "open") await this.#open();
      else if (message.kind === "pull") await this.#sendChunk();
    } catch (error) {
      const fault = toPlimsollError(error, "READ_FAILED", "The layer cannot be read");
      this.#send({ kind: "fault", code: fault.code, message: fault.message });
    }
  }

  async #open(): Promise<void> {
    await this.#stream?.return?.();
    this.#stream = undefined;
    const content = await this.#openContent();
    if (content.kind !== "stream") return this.#send({ kind: "content", content });
    this.#stream = content.stream[Symbol.asyncIterator]();
    const { isVerified = false } = content;
    this.#send({ kind: "content", content: { kind: "stream", isVerified } });
  }

  async #sendChunk(): Promise<void> {
    const next = await this.#stream?.next();
    if (next === undefined || next.done) this.#send({ kind: "chunk" });
    // Copied, not transferred: whoever made the chunk may still hold it.
    else this.#send({ kind: "chunk", bytes: next.value });
  }

  #send(message: ToWorker): void {
    this.#worker.postMessage(message);
  }
}
