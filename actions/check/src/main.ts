import { isMainThread } from "node:worker_threads";

// The bundle is one file, and the threads that walk layers start from it too. Each side loads only
// what it needs.
if (isMainThread) {
  const { main } = await import("./action.ts");
  await main(new URL(import.meta.url));
} else {
  await import("plimsoll/worker");
}
