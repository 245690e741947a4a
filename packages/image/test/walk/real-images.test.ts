import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Image, openImage, type WalkOptions, walkImage } from "../../src/index.ts";
import { memoryImage } from "../support/image.ts";
import { factsOf, privileged } from "../support/inspectors.ts";
import { kitImage } from "../support/kit.ts";

const packages = {
  id: "packages",
  version: 1,
  wants: ({ path }: { path: string }) =>
    path === "var/lib/dpkg/status" ? Number.POSITIVE_INFINITY : undefined,
  inspect: (_: unknown, content: Buffer) => content.toString().split("\nPackage: ").length,
};
const inspectors = [packages, privileged];

async function walk(reference: string, options: Partial<WalkOptions> = {}) {
  const image = await openImage(reference, { platform: "linux/amd64" });
  try {
    const facts = await walkImage(image, { inspectors, ...options });
    return { facts: factsOf(facts, inspectors), incomplete: facts.incomplete };
  } finally {
    await image.close();
  }
}

describe("real images", () => {
  const layers = kitImage("layers");
  it.skipIf(!layers)(
    "an image that Docker built is the same from its layout and its archive",
    async () => {
      const layout = await walk(`oci-dir:${layers}`);
      const archive = await walk(`docker-archive:${layers}.docker-archive.tar`);
      expect(archive).toEqual(layout);
      expect(layout.facts.packages?.length).toBeGreaterThan(0);
      expect(layout.incomplete).toEqual([]);
    },
  );

  const kinds = ["zstdchunked", "uncompressed", "nested-index", "docker-v2s2"];
  it.each(kinds.filter(kitImage))("%s is read to its end", async (name) => {
    const { facts, incomplete } = await walk(`oci-dir:${kitImage(name)}`);
    expect(incomplete).toEqual([]);
    expect(facts.packages).toHaveLength(1);
  });

  it.skipIf(!layers)("layers that were damaged always end, and never throw", async () => {
    const small = smallBlobs(join(layers!, "blobs/sha256"));
    expect(small.length).toBeGreaterThan(0);
    const damage = fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        byte: fc.nat(255),
      }),
      {
        minLength: 1,
        maxLength: 5,
      },
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...small), damage, async (blob, all) => {
        const bytes = Buffer.from(blob);
        for (const { at, byte } of all) bytes[Math.floor(at * bytes.length)] = byte;
        const facts = await walkImage(withoutDigest(memoryImage([{}], () => bytes)), {
          inspectors,
        });
        expect(facts.incomplete.length).toBeLessThan(300);
      }),
      { numRuns: 60 },
    );
  });
});

function smallBlobs(folder: string): Buffer[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).size < 400_000)
    .map((path) => readFileSync(path))
    .filter((bytes) => bytes[0] === 0x1f);
}

function withoutDigest(image: Image): Image {
  return { ...image, layers: image.layers.map(({ digest: _, ...layer }) => layer) };
}
