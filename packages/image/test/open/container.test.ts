import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { PlimsollError } from "@plimsoll/core";
import type { ContainerChange, EngineClient, EngineContainer } from "@plimsoll/engine";
import { describe, expect, it } from "vitest";
import {
  type ImageSpec,
  openImage,
  packImage,
  validateImage,
  walkImage,
  writeDockerArchive,
  writeTar,
} from "../../src/index.ts";
import { everything, manifests } from "../support/inspectors.ts";
import { tempFolder } from "../support/temp.ts";

const folder = tempFolder();
const archive = join(folder, "shop.tar");
const spec: ImageSpec = {
  layers: [
    {
      createdBy: "COPY . /",
      entries: [
        { path: "etc/issue", content: "hello" },
        { path: "etc/kept", content: "kept" },
        { path: "data/old/a", content: "a" },
        { path: "app/package.json", content: '{"name":"shop"}' },
      ],
    },
  ],
  config: { cmd: ["node"] },
};
await writeDockerArchive(archive, spec);
const { imageId } = packImage(spec);
const files = writeTar([
  { path: "etc", type: "directory" },
  { path: "etc/kept", content: "kept" },
  { path: "etc/new", content: "new" },
  { path: "data/old", type: "directory" },
  { path: "data/old/b", content: "b" },
  { path: "app/package.json", content: '{"name":"shop"}' },
  { path: "copy/package.json", type: "hardlink", linkTarget: "app/package.json" },
]);
const changes: ContainerChange[] = [
  { path: "/etc", kind: "modified" },
  { path: "/etc/new", kind: "added" },
  { path: "/etc/issue", kind: "deleted" },
  { path: "/data/old", kind: "deleted" },
  { path: "/data/old/b", kind: "added" },
  { path: "/copy/package.json", kind: "added" },
  { path: "/gone/since", kind: "added" },
  { path: "/", kind: "modified" },
  { path: "/../up", kind: "added" },
];
const container: EngineContainer = {
  id: "ab".repeat(32),
  name: "shop-1",
  imageId,
  imageName: "shop:1",
  created: "2026-01-02T03:04:05Z",
  status: "exited",
  config: { User: "app", Cmd: ["sh"], Env: ["TOKEN=1"] },
  raw: {},
};

function missing(): never {
  throw new PlimsollError("NOT_FOUND", "The engine does not have it");
}

function engine(other: Partial<EngineClient> = {}): EngineClient {
  return {
    inspectContainer: async (name: string) => (name === "shop-1" ? container : missing()),
    listContainers: async () => Array.from({ length: 25 }, (_, i) => `c${i}`),
    listContainerChanges: async () => changes,
    exportContainer: async function* () {
      yield files;
    },
    inspectImage: async (id: string) => ({ id }),
    exportImage: () => createReadStream(archive),
    close: async () => missing(),
    ...other,
  } as unknown as EngineClient;
}

async function open(other?: Partial<EngineClient>) {
  const image = await openImage("container:shop-1", {
    engine: engine(other),
    tempDirectory: folder,
    platform: "linux/amd64",
  });
  const facts = await walkImage(image, { inspectors: [everything, manifests] });
  const faults = await validateImage(image);
  await image.close();
  return { image, facts, faults };
}

describe("a container", () => {
  it("is its image with one layer more, of what it changed itself", async () => {
    const { image, facts, faults } = await open();
    expect(image.subject).toEqual({
      kind: "container",
      reference: "container:shop-1",
      source: "container",
      imageId,
      platform: { os: "linux", architecture: "amd64" },
      created: container.created,
      container: { id: container.id, name: "shop-1", image: "shop:1" },
    });
    expect(image.layers.map(({ createdBy }) => createdBy)).toEqual([
      "COPY . /",
      "container shop-1",
    ]);
    const seen = facts.of(everything).map(({ path, layer, hiddenBy }) => [path, layer, hiddenBy]);
    expect(seen).toEqual([
      ["app/package.json", 0, undefined],
      ["data/old/a", 0, 1],
      ["etc/issue", 0, 1],
      ["etc/kept", 0, undefined],
      ["copy/package.json", 1, undefined],
      ["data/.wh.old", 1, undefined],
      ["data/old/b", 1, undefined],
      ["etc", 1, undefined],
      ["etc/.wh.issue", 1, undefined],
      ["etc/new", 1, undefined],
    ]);
    expect(facts.of(manifests).map(({ path, fact }) => [path, fact])).toEqual([
      ["app/package.json", "shop"],
      ["copy/package.json", "shop"],
    ]);
    expect(facts.unverified).toContain(1);
    expect([facts.incomplete, faults]).toEqual([[], []]);
  });

  it("is set up as it was started, not as its image is", async () => {
    const { image } = await open();
    expect(image.config.run).toMatchObject({ user: "app", cmd: ["sh"], env: ["TOKEN=1"] });
    expect(image.config.diffIds).toHaveLength(2);
  });

  it.each<[string, Partial<EngineClient>]>([
    ["its image is gone", { inspectImage: async () => missing() }],
    ["its changes cannot be told", { listContainerChanges: async () => missing() }],
  ])("is one layer of all its files when %s", async (_, other) => {
    const { image, facts, faults } = await open(other);
    expect(image.layers).toHaveLength(1);
    expect(image.subject).toMatchObject({ kind: "container", imageId });
    expect(facts.of(everything).map(({ path }) => path)).toContain("etc/kept");
    expect([facts.incomplete, faults]).toEqual([[], []]);
  });

  it("that the engine does not have is answered with those that it has", async () => {
    const opening = openImage("container:none", { engine: engine(), tempDirectory: folder });
    await expect(opening).rejects.toMatchObject({
      code: "NOT_FOUND",
      action: expect.stringMatching(/^It has c0, c1, .* and 5 more\.$/),
    });
  });

  it("leaves nothing behind", async () => {
    await open();
    const stopped = { exportContainer: () => missing() };
    await expect(open(stopped)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await readdir(folder)).filter((name) => name.startsWith("plimsoll-"))).toEqual([]);
  });
});
