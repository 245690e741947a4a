import { writeFileSync } from "node:fs";
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isPlimsollError } from "@plimsoll/core";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { readBolt } from "../../src/containerd/bolt-file.ts";
import { fnv1a } from "../../src/containerd/bolt-meta.ts";
import { listImages } from "../../src/containerd/images.ts";
import {
  type ImageSpec,
  openImage,
  packImage,
  validateImage,
  walkImage,
  writeOciLayout,
} from "../../src/index.ts";
import { type BoltTree, writeBolt } from "../support/bolt.ts";
import { memoryImage } from "../support/image.ts";
import { everything, factsOf } from "../support/inspectors.ts";
import { tempFolder } from "../support/temp.ts";

const root = tempFolder();
const database = join(root, "io.containerd.metadata.v1.bolt/meta.db");
const spec: ImageSpec = {
  platform: { os: "linux", architecture: "amd64" },
  layers: [{ entries: [{ path: "etc/issue", content: "hello" }] }],
};
const { digest } = packImage(spec);
const other = `sha256:${"0".repeat(64)}`;

const target = (to: string) => ({
  target: { digest: to, mediatype: "application/vnd.oci.image.manifest.v1+json", size: "\u0002" },
  createdat: "",
});

function tree(more: BoltTree = {}): BoltTree {
  return {
    v1: {
      version: "\u0004",
      default: { images: { "docker.io/library/shop:latest": target(digest), ...more } },
      "k8s.io": {
        images: {
          [digest]: target(digest),
          "registry.acme.dev/shop:1": target(digest),
          "docker.io/library/twice:latest": target(digest),
        },
        content: { blob: { [digest]: { size: "1" } } },
      },
      moby: { images: { "docker.io/library/twice:latest": target(other) } },
      empty: {},
    },
  };
}

async function write(bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(database), { recursive: true });
  await writeFile(database, bytes);
}

const open = (name: string) =>
  openImage(`containerd:[${root}]${name}`, { platform: "linux/amd64" });

beforeAll(async () => {
  await writeOciLayout(join(root, "layout"), spec);
  const content = join(root, "io.containerd.content.v1.content");
  await cp(join(root, "layout/blobs"), join(content, "blobs"), { recursive: true });
});

describe("the store of containerd", () => {
  it("gives an image as a registry would", async () => {
    await write(writeBolt(tree()));
    const image = await open("shop");
    const facts = await walkImage(image, { inspectors: [everything] });
    const expected = await walkImage(memoryImage(spec), { inspectors: [everything] });
    expect(factsOf(facts, [everything])).toEqual(factsOf(expected, [everything]));
    expect([facts.incomplete, facts.unverified]).toEqual([[], []]);
    expect(await validateImage(image)).toEqual([]);
    expect(image.subject).toMatchObject({ kind: "image", source: "containerd", digest });
  });

  it("finds it by its name, with or without namespace, registry and tag", async () => {
    await write(writeBolt(tree()));
    for (const name of [
      "docker.io/library/shop:latest",
      "docker.io/library/shop",
      "default/docker.io/library/shop",
      "default/shop",
      "library/shop:latest",
      "k8s.io/registry.acme.dev/shop:1",
      "shop:1",
      "k8s.io/twice",
      digest,
      `shop@${digest}`,
    ]) {
      expect((await open(name)).manifestDigest).toBe(digest);
    }
  });

  it("says what it has when a name fits nothing, or too much", async () => {
    await write(writeBolt(tree()));
    await expect(open("none")).rejects.toMatchObject({
      code: "NOT_FOUND",
      action:
        "It has default/docker.io/library/shop:latest, k8s.io/docker.io/library/twice:latest, k8s.io/registry.acme.dev/shop:1, moby/docker.io/library/twice:latest.",
    });
    await expect(open("twice")).rejects.toMatchObject({
      code: "INVALID_REFERENCE",
      action: expect.stringContaining("moby/docker.io/library/twice:latest"),
    });
    await expect(open("moby/twice")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await rm(database);
    await expect(open("shop")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(openImage("containerd:[x]y")).rejects.toMatchObject({ code: "INVALID_REFERENCE" });
  });
});

describe("the database of containerd", () => {
  it("may have thousands of images, on pages of any kind", async () => {
    const names = Array.from({ length: 3000 }, (_, i) => `registry.acme.dev/${i}:1`);
    const long = `registry.acme.dev/${"long".repeat(2000)}:1`;
    const many = Object.fromEntries([...names, long].map((name) => [name, target(digest)]));
    await write(writeBolt(tree(many)));
    const found = listImages(database).filter(({ namespace }) => namespace === "default");
    expect(new Set(found.map(({ name }) => name))).toEqual(
      new Set([...names, long, "docker.io/library/shop:latest"]),
    );
  });

  it("is read by its newer page of the two, and by the older when that is damaged", async () => {
    const bytes = writeBolt(tree());
    for (const at of [16, 4096 + 16, 30, 4096 + 40]) {
      const damaged = Buffer.from(bytes);
      damaged[at]! ^= 1;
      await write(damaged);
      expect(listImages(database)).toHaveLength(5);
    }
    const both = Buffer.from(bytes);
    both[40]! ^= 1;
    both[4096 + 40]! ^= 1;
    await write(both);
    expect(() => listImages(database)).toThrow(/not a database of bbolt/);
  });

  it("is read again when it was written to meanwhile", async () => {
    await write(writeBolt(tree()));
    let reads = 0;
    const names = readBolt(database, (bucket) => {
      reads += 1;
      if (reads === 1) writeFileSync(database, writeBolt({ other: {} }, { transaction: 3n }));
      return [...bucket.buckets()].map(({ name }) => name);
    });
    expect([names, reads]).toEqual([["other"], 2]);
    let transaction = 3n;
    const busy = () =>
      readBolt(database, () => {
        transaction += 1n;
        writeFileSync(database, writeBolt(tree(), { transaction }));
      });
    expect(busy).toThrow(/changes all the time/);
  });

  it("is refused or read, whatever is changed in it", async () => {
    const good = writeBolt(tree(), { itemsPerPage: 2 });
    const change = fc.record({ at: fc.nat(good.length - 1), byte: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        const bytes = Buffer.from(good);
        // Beyond the metas: what a checksum protects is seldom the question.
        for (const { at, byte } of changes) bytes[8192 + (at % (bytes.length - 8192))] = byte;
        await write(bytes);
        try {
          expect(listImages(database).length).toBeLessThan(100);
        } catch (error) {
          expect(isPlimsollError(error)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("ends also when its pages lead in circles", async () => {
    const bytes = writeBolt(tree(), { itemsPerPage: 1 });
    for (let at = 3 * 4096; at < bytes.length; at += 4096) {
      if (bytes.readUInt16LE(at + 8) !== 1) continue;
      const count = bytes.readUInt16LE(at + 10);
      for (let i = 0; i < count; i += 1)
        bytes.writeBigUInt64LE(BigInt(at / 4096), at + 24 + i * 16);
    }
    await write(bytes);
    expect(() => listImages(database)).toThrow();
  });

  it("hashes as the specification of FNV has it", () => {
    expect(fnv1a(Buffer.from("foobar"))).toBe(0x85944171f73967e8n);
  });
});
