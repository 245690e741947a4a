import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  defaultWalkLimits,
  layerCacheKey,
  openLayerCache,
  walkImage,
  writeTar,
} from "../../src/index.ts";
import { memoryImage } from "../support/image.ts";
import { everything, factsOf, manifests } from "../support/inspectors.ts";
import { tempFolder } from "../support/temp.ts";

const root = tempFolder();
const inspectors = [everything, manifests];
const image = () =>
  memoryImage([{ entries: [{ path: "a", content: "1" }] }, { entries: [{ path: ".wh.a" }] }]);
const untouchable = () => {
  const it = image();
  const layers = it.layers.map((layer) => ({
    ...layer,
    content: () => Promise.reject(new Error("the cache was not asked")),
  }));
  return { ...it, layers };
};
const filesOf = (directory: string) => readdirSync(directory).map((name) => join(directory, name));

describe("the layer cache", () => {
  it("answers the second walk without reading a layer, with the same facts", async () => {
    const cache = openLayerCache(join(root, "twice"));
    const cold = await walkImage(image(), { inspectors, cache });
    const warm = await walkImage(untouchable(), { inspectors, cache });
    expect([cold.cachedLayers, warm.cachedLayers]).toEqual([0, 2]);
    expect(factsOf(warm, inspectors)).toEqual(factsOf(cold, inspectors));
    expect(warm.of(everything)[0]).toMatchObject({ path: "a", hiddenBy: 1 });
    expect(warm.entryCounts).toEqual(cold.entryCounts);
  });

  it("walks again when an inspector has another version", async () => {
    const cache = openLayerCache(join(root, "version"));
    await walkImage(image(), { inspectors, cache });
    const newer = [everything, { ...manifests, version: 2 }];
    expect((await walkImage(image(), { inspectors: newer, cache })).cachedLayers).toBe(0);
  });

  it("names a record after everything that it depends on, in any order", () => {
    const key = layerCacheKey("sha256:1", inspectors, defaultWalkLimits);
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(layerCacheKey("sha256:1", inspectors.toReversed(), defaultWalkLimits)).toBe(key);
    expect(layerCacheKey("sha256:2", inspectors, defaultWalkLimits)).not.toBe(key);
    expect(layerCacheKey("sha256:1", [everything], defaultWalkLimits)).not.toBe(key);
    expect(layerCacheKey("sha256:1", inspectors, { ...defaultWalkLimits, fileBytes: 1 })).not.toBe(
      key,
    );
  });

  it("overlooks damaged entries, and writes them anew", async () => {
    const directory = join(root, "damage");
    const cache = openLayerCache(directory);
    const damages = [
      (file: string) => truncateSync(file, 10),
      (file: string) => truncateSync(file, 0),
      (file: string) => {
        const bytes = readFileSync(file);
        bytes[bytes.length - 3]! ^= 1;
        writeFileSync(file, bytes);
      },
      (file: string) => writeFileSync(file, "garbage".repeat(100)),
    ];
    await walkImage(image(), { inspectors, cache });
    for (const damage of damages) {
      for (const file of filesOf(directory)) damage(file);
      const facts = await walkImage(image(), { inspectors, cache });
      expect(facts.cachedLayers).toBe(0);
      expect(facts.of(everything)).toHaveLength(2);
      expect((await walkImage(image(), { inspectors, cache })).cachedLayers).toBe(2);
    }
  });

  it("is shared by many walks at once", async () => {
    const directory = join(root, "shared");
    const walks = Array.from({ length: 20 }, () =>
      walkImage(image(), { inspectors, cache: openLayerCache(directory) }),
    );
    for (const facts of await Promise.all(walks)) expect(facts.of(everything)).toHaveLength(2);
    expect(filesOf(directory)).toHaveLength(2);
  });

  it("is no failure when it cannot be written", async () => {
    const file = join(root, "file");
    writeFileSync(file, "");
    const closed = join(root, "closed");
    mkdirSync(closed);
    chmodSync(closed, 0o500);
    for (const directory of [join(file, "cache"), join(closed, "cache"), "/proc/no/such"]) {
      const facts = await walkImage(image(), { inspectors, cache: openLayerCache(directory) });
      expect(facts.of(everything)).toHaveLength(2);
      expect(facts.incomplete).toEqual([]);
    }
  });

  it("keeps nothing of layers that are damaged, cut off or another's", async () => {
    const directory = join(root, "nothing");
    const cache = openLayerCache(directory);
    const cut = writeTar([{ path: "a", content: "x".repeat(4000) }]).subarray(0, 1024);
    await walkImage(memoryImage([{ tar: cut }]), { inspectors, cache });
    const flipped = memoryImage([{ entries: [{ path: "a" }] }], (bytes) =>
      Buffer.concat([bytes, bytes]),
    );
    await walkImage(flipped, { inspectors, cache });
    const limits = { entries: 1 };
    const many = memoryImage([{ entries: [{ path: "a" }, { path: "b" }] }]);
    await walkImage(many, { inspectors, cache, limits });
    expect(
      await cache.read(
        layerCacheKey(many.layers[0]!.diffId, inspectors, { ...defaultWalkLimits, ...limits }),
      ),
    ).toBeUndefined();
    expect(() => readdirSync(directory)).toThrow("ENOENT");
  });
});
