import { afterAll, describe, expect, it } from "vitest";
import { startRegistry } from "../../../../test/support/src/registry.ts";
import { openImage, packImage, packIndex, validateImage, walkImage } from "../../src/index.ts";
import { everything } from "../support/inspectors.ts";

const server = await startRegistry();
afterAll(() => server.close());

const images = ["amd64", "arm64"].map((architecture) =>
  packImage({
    platform: { os: "linux", architecture },
    layers: [{ entries: [{ path: architecture, content: "x".repeat(300_000) }] }],
  }),
);
const repository = server.repository("acme/shop");
for (const { layers, config, manifest, mediaType } of images) {
  for (const { bytes } of layers) repository.putBlob(bytes);
  repository.putBlob(config);
  repository.putManifest(manifest, mediaType);
}
const index = packIndex(images);
repository.putManifest(index.bytes, index.mediaType, "1");

const registry = { insecure: [server.host] };
const open = (platform: string) => openImage(`${server.host}/acme/shop:1`, { platform, registry });

describe("an image of a registry", () => {
  it("is streamed layer by layer, for the platform asked for", async () => {
    const image = await open("linux/arm64");
    expect(await validateImage(image)).toEqual([]);
    const facts = await walkImage(image, { inspectors: [everything] });
    expect(facts.of(everything).map(({ path }) => path)).toEqual(["arm64"]);
    expect(image.subject).toMatchObject({ source: "registry", digest: images[1]?.digest });
    await image.close();
  });

  it("is pulled without its layers being fetched before they are walked", async () => {
    const before = server.requests.length;
    const image = await open("linux/amd64");
    const blobs = server.requests.slice(before).filter(({ path }) => path.includes("/blobs/"));
    expect(blobs.map(({ path }) => path)).toEqual([expect.stringContaining(images[0]!.imageId)]);
    await image.close();
  });

  it("that is damaged there is not believed", async () => {
    const evil = packImage({ layers: [{ entries: [{ path: "evil" }] }] }).layers[0]!.bytes;
    repository.putBlob(evil, images[0]!.layers[0]!.digest);
    const image = await open("linux/amd64");
    const facts = await walkImage(image, { inspectors: [everything] });
    expect(facts.incomplete).toHaveLength(1);
    expect(facts.of(everything)).toEqual([]);
    await image.close();
  });
});
