import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type LayerSpec, type WalkOptions, walkImage } from "../../src/index.ts";
import { memoryImage } from "../support/image.ts";
import { everything, factsOf, manifests, privileged } from "../support/inspectors.ts";

const inspectors = [everything, manifests, privileged];
const worker = new URL("../support/worker.ts", import.meta.url);

// Above the size from which workers are used.
const layers: LayerSpec[] = [0, 1, 2].map((index) => ({
  entries: [
    { path: `big-${index}`, content: randomBytes(2 << 20) },
    { path: `app-${index}/package.json`, content: `{"name":"app-${index}"}`, mode: 0o6755 },
    { path: `link-${index}/package.json`, type: "hardlink", linkTarget: `big-${index}` },
    { path: ".wh.app-0" },
  ],
}));
const walk = (
  image = memoryImage(layers, undefined, 100_000),
  options: Partial<WalkOptions> = {},
) => walkImage(image, { inspectors, workers: 2, ...options });

describe("walking in worker threads", () => {
  it("finds the same as walking in the calling thread", async () => {
    const [here, there] = [await walk(), await walk(undefined, { worker })];
    expect(factsOf(there, inspectors)).toEqual(factsOf(here, inspectors));
    expect(there.incomplete).toEqual(here.incomplete);
    expect(there.entryCounts).toEqual([4, 4, 4]);
  });

  it("hands a stream's fault to the layer that it is of", async () => {
    const image = memoryImage(
      layers,
      (bytes) => Buffer.concat([bytes, Buffer.from("more")]),
      100_000,
    );
    const facts = await walk(image, { worker });
    expect(facts.incomplete.map(({ code }) => code)).toEqual(Array(3).fill("DIGEST_MISMATCH"));
  });

  it("stops the workers when it is aborted", async () => {
    const image = memoryImage(layers, undefined, 100);
    const started = performance.now();
    const walking = walk(image, { worker, signal: AbortSignal.timeout(20) });
    await expect(walking).rejects.toMatchObject({ code: "ABORTED" });
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it("says that a worker does not load", async () => {
    const missing = walk(undefined, { worker: new URL("./no-such-worker.ts", import.meta.url) });
    await expect(missing).rejects.toMatchObject({ code: "INTERNAL" });
  });

  it("refuses a worker with other inspectors", async () => {
    const other = walk(undefined, { worker, inspectors: [everything] });
    await expect(other).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });
});
