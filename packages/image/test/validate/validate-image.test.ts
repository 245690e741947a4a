import { describe, expect, it } from "vitest";
import { type Image, validateImage } from "../../src/index.ts";
import { memoryImage } from "../support/image.ts";

const image = memoryImage([{ entries: [{ path: "a" }] }, { entries: [{ path: "b" }] }]);
const faultsOf = (change: Partial<Image>) => validateImage({ ...image, ...change });

describe("an image that keeps its promises", () => {
  it("has no faults", async () => {
    expect(await validateImage(image)).toEqual([]);
  });
});

describe("an image that does not", () => {
  const [first, second] = image.layers as [Image["layers"][number], Image["layers"][number]];

  it.each<[string, Partial<Image>, RegExp]>([
    ["an image ID that is no digest", { imageId: "latest" }, /image ID latest is not a digest/],
    [
      "a subject of another image",
      { subject: { ...image.subject, digest: "sha256:1" } },
      /neither/,
    ],
    ["layers in another order", { layers: [second, first] }, /Layer 0 says that it is layer 1/],
    ["a layer too few", { layers: [first] }, /1 layers and 2 diffIDs/],
    ["another platform", { platform: { os: "linux", architecture: "s390x" } }, /platform/],
    [
      "a history of other layers",
      { config: { ...image.config, history: [{ emptyLayer: false }] } },
      /history made 1 layers/,
    ],
    [
      "content of another layer",
      { layers: [{ ...first, content: second.content }, second] },
      /layer 0 does not hold: DIGEST_MISMATCH/,
    ],
  ])("has %s named", async (_, change, fault) => {
    expect((await faultsOf(change)).join("\n")).toMatch(fault);
  });
});
