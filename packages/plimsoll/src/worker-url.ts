/** Each module serves one list of inspectors: a thread cannot be told which one it needs. */
export type WorkerName = "worker" | "worker-without-search";

/**
 * The module that walks layers in a worker thread. It stands beside this one, compiled or not.
 * A program that bundles everything into one file passes its own to `check`.
 */
export function defaultWorkerUrl(name: WorkerName): URL {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  // Chunks of the bundle lie in the same folder as worker.js; the commands' own do not.
  return new URL(`./${name}.${extension}`, import.meta.url);
}
