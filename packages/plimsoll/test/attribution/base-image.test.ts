import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chainIdsOf } from "@plimsoll/image";
import { afterAll, describe, expect, it } from "vitest";
import { type BaseSearch, findBaseImage } from "../../src/attribution/base-image.ts";
import { type KnownImage, openKnownImages } from "../../src/attribution/known-images.ts";

const folder = mkdtempSync(join(tmpdir(), "plimsoll-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const diffId = (of: string) => `sha256:${of.repeat(64).slice(0, 64)}`;
const layersOf = (...names: string[]) =>
  names.map((name, index) => ({
    index,
    diffId: diffId(name),
  })) as unknown as BaseSearch["image"]["layers"];
const shop = {
  imageId: "sha256:shop",
  layers: layersOf("a", "b", "c"),
  annotations: {},
  config: { run: { labels: {} } },
  subject: { kind: "image", reference: "acme.dev/shop:1" },
} as unknown as BaseSearch["image"];

const nobody = () => Promise.reject(new Error("nothing may be fetched here"));
function find(search: Partial<BaseSearch>) {
  return findBaseImage({ image: shop, open: nobody, mayFetch: () => false, ...search });
}

let indexes = 0;
async function knowing(...images: (KnownImage & { names: string[] })[]) {
  indexes += 1;
  const known = openKnownImages(join(folder, `${indexes}`));
  for (const { names, ...image } of images) {
    await known.remember(image, chainIdsOf(names.map(diffId)).at(-1)!);
  }
  return known;
}

const debian = {
  reference: "debian:12",
  digest: "sha256:deb",
  imageId: "sha256:1",
  layers: 1,
  names: ["a"],
};
const node = {
  reference: "node:22",
  digest: "sha256:node",
  imageId: "sha256:2",
  layers: 2,
  names: ["a", "b"],
};

describe("the base image", () => {
  it("is the image checked before that shares most layers", async () => {
    const known = await knowing(debian, node);
    expect((await find({ known })).baseImage).toEqual({
      reference: "node:22",
      digest: "sha256:node",
      layers: 2,
      knownBy: "scanned",
    });
    const other = await knowing({ ...node, names: ["a", "x"] });
    expect((await find({ known: other })).baseImage).toBeUndefined();
  });

  it("may have the same layers, but is never the image itself", async () => {
    const same = { reference: "acme.dev/shop:1", imageId: "sha256:shop", layers: 3 };
    const names = ["a", "b", "c"];
    expect((await find({ known: await knowing({ ...same, names }) })).baseImage).toBeUndefined();
    const base = { ...same, reference: "acme.dev/base:1", imageId: "sha256:base", names };
    expect((await find({ known: await knowing(base) })).baseImage).toMatchObject({
      reference: "acme.dev/base:1",
      layers: 3,
    });
  });

  it("is what an annotation names, when its layers are the first ones", async () => {
    const annotations = {
      "org.opencontainers.image.base.name": "docker.io/library/debian:12",
      "org.opencontainers.image.base.digest": "sha256:deb",
    };
    const image = { ...shop, annotations };
    expect((await find({ image, known: await knowing(debian, node) })).baseImage).toEqual({
      reference: "docker.io/library/debian:12",
      digest: "sha256:deb",
      layers: 1,
      knownBy: "annotation",
    });
    const liar = await knowing({ ...debian, names: ["x"] });
    expect((await find({ image, known: liar })).baseImage).toBeUndefined();
  });

  it("is asked for at a registry only when that is allowed, and only an answer that fits counts", async () => {
    const annotations = {
      "org.opencontainers.image.base.name": "acme.dev/base:1",
      "org.opencontainers.image.base.digest": "sha256:base",
    };
    const image = { ...shop, annotations };
    const asked: string[] = [];
    const open = async (reference: string) => {
      asked.push(reference);
      return { layers: layersOf("a", "b"), manifestDigest: "sha256:base" };
    };
    expect((await find({ image, open })).baseImage).toBeUndefined();
    expect(asked).toEqual([]);
    const allowed = await find({ image, open, mayFetch: (it) => it.startsWith("acme.dev/") });
    expect(allowed.baseImage).toMatchObject({ layers: 2, knownBy: "annotation" });
    expect(asked).toEqual(["acme.dev/base:1@sha256:base"]);
    const wrong = { open: async () => ({ layers: layersOf("x") }), mayFetch: () => true };
    expect((await find({ image, ...wrong })).baseImage).toBeUndefined();
  });

  it("is the one of FROM with a digest before any other that was checked", async () => {
    const dockerfile = { base: "debian:12@sha256:deb", baseLayers: 1 };
    const { baseImage } = await find({ dockerfile, known: await knowing(debian, node) });
    expect(baseImage).toMatchObject({ digest: "sha256:deb", knownBy: "from" });
  });

  it("is what the Dockerfile leaves, when nothing else is known", async () => {
    const { baseImage } = await find({ dockerfile: { base: "node:22", baseLayers: 2 } });
    expect(baseImage).toEqual({ reference: "node:22", layers: 2, knownBy: "dockerfile" });
  });

  it("that the user names is verified, and a wrong one is said", async () => {
    const open = async () => ({ layers: layersOf("a"), manifestDigest: "sha256:deb" });
    expect(await find({ option: "debian:12", open })).toEqual({
      baseImage: { reference: "debian:12", digest: "sha256:deb", layers: 1, knownBy: "option" },
      incomplete: [],
    });
    const wrong = await find({ option: "x", open: async () => ({ layers: layersOf("x") }) });
    expect(wrong.baseImage).toBeUndefined();
    expect(wrong.incomplete).toMatchObject([{ code: "INVALID_ARGUMENT", what: "base image x" }]);
    expect((await find({ option: "x" })).incomplete).toMatchObject([{ what: "base image x" }]);
  });
});

describe("the index of images that were checked", () => {
  it("bears files that are broken or cannot be written", async () => {
    const known = openKnownImages("/proc/no/such/folder");
    await known.remember(debian, "sha256:chain");
    expect(await known.byChain("sha256:chain")).toEqual([]);
    const broken = join(folder, "broken");
    const good = openKnownImages(broken);
    await good.remember(debian, "chain");
    expect(await good.byDigest("sha256:deb")).toMatchObject({ chainId: "chain" });
    for (const text of ["", "[]", '{"images":[{}]}', "null"]) {
      const { readdirSync } = await import("node:fs");
      for (const name of readdirSync(broken)) writeFileSync(join(broken, name), text);
      expect(await good.byChain("chain")).toEqual([]);
      expect(await good.byDigest("sha256:deb")).toBeUndefined();
    }
  });

  it("keeps the latest names of an image, and no more than eight", async () => {
    const known = openKnownImages(join(folder, "names"));
    for (let i = 0; i < 12; i += 1) {
      await known.remember({ ...debian, reference: `debian:${i % 10}` }, "chain");
    }
    const names = (await known.byChain("chain")).map(({ reference }) => reference);
    expect(names.slice(0, 3)).toEqual(["debian:1", "debian:0", "debian:9"]);
    expect(names).toHaveLength(8);
  });
});
