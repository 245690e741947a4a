import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { startRegistry } from "../../../../test/support/src/registry.ts";
import {
  type Image,
  type Inspector,
  openImage,
  openLayerCache,
  type TarEntry,
  walkImage,
} from "../../src/index.ts";
import { type ChunkedKind, chunkedImage, packChunked, type TocJson } from "../support/chunked.ts";
import { everything, factsOf, manifests, privileged } from "../support/inspectors.ts";
import { kitImage } from "../support/kit.ts";
import { tempFolder } from "../support/temp.ts";

const text = (length: number, seed = 7) =>
  Buffer.from(Array.from({ length }, (_, i) => 97 + ((i * i + seed * i) % 23)));

const entries: readonly TarEntry[] = [
  { path: "etc", type: "directory", mode: 0o755 },
  { path: "etc/os-release", content: "ID=debian\n" },
  { path: "usr/bin/big", content: text(5500), mode: 0o4755, uid: 3, gid: 4 },
  {
    path: "usr/bin/cap",
    content: text(10),
    xattrs: { "security.capability": Buffer.from([1, 0, 2]) },
  },
  { path: "usr/bin/link", type: "hardlink", linkTarget: "usr/bin/big" },
  { path: "usr/lib/sym", type: "symlink", linkTarget: "../../etc/os-release" },
  { path: "app/package.json", content: `{"name":"a","x":"${"y".repeat(2500)}"}` },
  { path: "app/copy", type: "hardlink", linkTarget: "app/package.json" },
  { path: "dev/null", type: "character" },
  { path: "empty", content: "" },
  { path: "twice", content: "first" },
  { path: "twice", content: "second" },
];
const upper: readonly TarEntry[] = [
  { path: "etc/.wh.os-release", content: "" },
  { path: "app/.wh..wh..opq", content: "" },
  { path: "app/package.json", content: '{"name":"b"}' },
];

/** Reads the end of a file, then its middle. */
const ranges: Inspector<string[]> = {
  id: "ranges",
  version: 1,
  wants: ({ type, size }) => (type === "file" && size > 2000 ? 4 : undefined),
  *inspect({ size }, content) {
    const found = [content.toString("latin1")];
    for (const offset of [size - 10, 1990, 0]) {
      const got = yield { offset, least: 20 };
      found.push(got.toString("latin1"));
    }
    return found;
  },
};
const inspectors = [everything, manifests, privileged, ranges];
const few = [manifests, ranges];

const kinds: readonly ChunkedKind[] = ["estargz", "zstd:chunked"];

async function walk(image: Image, byRanges: boolean, by: readonly Inspector[] = inspectors) {
  const facts = await walkImage(image, { inspectors: by, byRanges });
  const { incomplete, unverified } = facts;
  return { found: factsOf(facts, by), incomplete, unverified };
}

describe.each(kinds)("a layer of %s", (kind) => {
  const layers = [packChunked(kind, entries), packChunked(kind, upper)];

  it("has the same facts when only parts of it are fetched", async () => {
    const whole = chunkedImage(layers);
    const parts = chunkedImage(layers);
    const expected = await walk(whole.image, false);
    const got = await walk(parts.image, true);
    expect(expected).toMatchObject({ incomplete: [], unverified: [] });
    expect(got).toEqual({ ...expected, unverified: [0, 1] });
    expect(expected.found.manifests).toHaveLength(3);
    expect(expected.found.ranges?.length).toBeGreaterThan(1);
    expect([whole.reads.whole, parts.reads.whole]).toEqual([2, 0]);
  });

  it("is walked whole when the source serves no ranges", async () => {
    const { image, reads } = chunkedImage(layers, { ranges: false });
    expect(await walk(image, true)).toEqual(await walk(chunkedImage(layers).image, false));
    expect(reads.whole).toBe(2);
  });

  it("fetches only what somebody wants, and neighbours at once", async () => {
    // What cannot be packed lies between.
    const noise = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 7919) ^ (i >> 3)));
    const layer = packChunked(
      kind,
      [
        { path: "a/package.json", content: '{"name":"a"}' },
        { path: "b/package.json", content: '{"name":"b"}' },
        { path: "noise", content: randomised(noise) },
        { path: "c/package.json", content: '{"name":"c"}' },
        { path: "more", content: randomised(noise) },
      ],
      100_000,
    );
    const { image, reads } = chunkedImage([layer]);
    const { found } = await walk(image, true, [manifests]);
    expect(found.manifests?.map(({ fact }) => fact)).toEqual(["a", "b", "c"]);
    expect(reads.ranges).toHaveLength(3);
    const bytes = reads.ranges.reduce((sum, [, length]) => sum + length, 0);
    expect(bytes).toBeLessThan(layer.blob.length / 3);
  });

  it("is never cached", async () => {
    const cache = openLayerCache(tempFolder());
    for (const cached of [0, 0]) {
      const { image } = chunkedImage(layers);
      const facts = await walkImage(image, { inspectors, byRanges: true, cache });
      expect(facts.cachedLayers).toBe(cached);
    }
  });

  it("is walked whole when its table of contents is another than the manifest's", async () => {
    for (const [key, value] of Object.entries(layers[0]!.annotations)) {
      const other = value.replace(/\d/, (digit) => String((Number(digit) + 1) % 10));
      const annotations = { ...layers[0]!.annotations, [key]: other };
      const { image, reads } = chunkedImage([{ ...layers[0]!, annotations }]);
      const expected = await walk(chunkedImage([layers[0]!]).image, false);
      expect(await walk(image, true)).toEqual(expected);
      expect(reads.whole).toBe(1);
    }
  });

  it("is walked whole when its table tells of chunks that are not there", async () => {
    const wrongs: ((toc: TocJson) => unknown)[] = [
      (toc) => void Object.assign(big(toc), { chunkDigest: `sha256:${"0".repeat(64)}` }),
      (toc) => void Object.assign(big(toc), { chunkDigest: "none" }),
      (toc) => void Object.assign(big(toc), { offset: 2 ** 40 }),
      (toc) => void Object.assign(big(toc), { offset: -1 }),
      (toc) => void Object.assign(big(toc), { size: 5501 }),
      (toc) => void Object.assign(big(toc), { size: 2 ** 50 }),
      (toc) => void Object.assign(big(toc), { chunkSize: 999 }),
      (toc) => void Object.assign(big(toc), { innerOffset: 5 }),
      (toc) => void Object.assign(big(toc), { innerOffset: 2 ** 40 }),
      (toc) => void Object.assign(big(toc), { type: "unknown" }),
      (toc) => void Object.assign(big(toc), { name: "" }),
      (toc) => void toc.entries.splice(toc.entries.indexOf(big(toc)), 1),
      (toc) => ({ ...toc, version: 2 }),
      () => [],
      () => "no object",
    ];
    const expected = await walk(chunkedImage([layers[0]!]).image, false);
    for (const change of wrongs) {
      const spoilt = packChunked(kind, entries, 1000, (toc) => change(toc) ?? toc);
      const { image, reads } = chunkedImage([spoilt]);
      const got = await walk(image, true);
      expect(got.found).toEqual(expected.found);
      expect(reads.whole).toBe(1);
    }
  });

  it("is not walked whole for a large chunk that nobody wants", async () => {
    const layer = packChunked(
      kind,
      [{ path: "huge", content: Buffer.alloc(65 << 20) }, ...entries],
      1 << 30,
    );
    const nobody = chunkedImage([layer]);
    expect((await walk(nobody.image, true, [manifests])).found.manifests).toHaveLength(2);
    expect(nobody.reads.whole).toBe(0);
    const somebody = chunkedImage([layer]);
    const first: Inspector<number> = {
      id: "first",
      version: 1,
      wants: ({ path }) => (path === "huge" ? 5 : undefined),
      inspect: (_, content) => content.length,
    };
    expect((await walk(somebody.image, true, [first])).found.first).toMatchObject([{ fact: 5 }]);
    expect(somebody.reads.whole).toBe(1);
  });

  it("is walked whole when its table has more values than memory is given to", async () => {
    const layer = packChunked(kind, entries, 1000, (toc) => {
      const filler = Array.from({ length: 4_000_001 }, () => 0);
      return { ...toc, filler };
    });
    const { image, reads } = chunkedImage([layer]);
    expect((await walk(image, true, [manifests])).found.manifests).toHaveLength(2);
    expect(reads.whole).toBe(1);
  });

  it("reads hostile tables without harm, whatever is changed in them", async () => {
    const value = fc.oneof(fc.integer(), fc.double(), fc.string(), fc.constant(null), fc.object());
    const keys = ["name", "type", "size", "offset", "chunkSize", "chunkOffset", "mode", "xattrs"];
    const change = fc.record({ at: fc.nat(30), key: fc.constantFrom(...keys), value });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const layer = packChunked(kind, entries, 1000, (toc) => {
          for (const { at, key, value } of changes) {
            toc.entries[at % toc.entries.length]![key] = value;
          }
          return toc;
        });
        const facts = await walkImage(chunkedImage([layer]).image, { inspectors, byRanges: true });
        expect(facts.incomplete.length).toBeLessThan(300);
      }),
      { numRuns: 100 },
    );
  });

  it("reads damaged blobs without harm, and never takes damaged files for facts", async () => {
    const expected = await walk(chunkedImage([layers[0]!]).image, false, few);
    const damage = fc.array(fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.nat(255)), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(damage, async (all) => {
        const blob = Buffer.from(layers[0]!.blob);
        for (const [at, byte] of all) blob[Math.floor(at * blob.length)] = byte;
        const { image } = chunkedImage([{ ...layers[0]!, blob }]);
        const got = await walk(image, true, few);
        if (got.incomplete.length === 0) expect(got.found).toEqual(expected.found);
      }),
      { numRuns: 100 },
    );
  });

  it("stops when its caller says so", async () => {
    const controller = new AbortController();
    const { image } = chunkedImage(layers);
    const walking = walkImage(image, { inspectors, byRanges: true, signal: controller.signal });
    controller.abort();
    await expect(walking).rejects.toMatchObject({ code: "ABORTED" });
  });
});

describe("real layers with a table of contents", () => {
  for (const name of ["estargz", "zstdchunked"]) {
    const folder = kitImage(name);
    it.skipIf(!folder)(`${name} has the same facts when only parts of it are read`, async () => {
      const open = () => openImage(`oci-dir:${folder}`, { platform: "linux/amd64" });
      const packages: Inspector<string> = {
        id: "packages",
        version: 1,
        wants: ({ path }) =>
          /^var\/lib\/dpkg\/(?:status|info\/.*\.list)$/.test(path) ? 1e9 : undefined,
        inspect: (_, content) => content.toString("latin1"),
      };
      const entryOnly: Inspector<object> = {
        id: "entries",
        version: 1,
        wants: () => 0,
        inspect: ({ xattrs, ...entry }) => ({ ...entry, xattrs: [...(xattrs ?? [])] }),
      };
      const by = [packages, entryOnly, privileged];
      const expected = await walk(await open(), false, by);
      const got = await walk(await open(), true, by);
      expect(got.unverified).toEqual([0]);
      // The table does not list itself.
      const own = (found: typeof got.found) => ({
        ...found,
        entries: found.entries?.filter(({ path }) => path !== "stargz.index.json"),
      });
      expect(own(got.found)).toEqual(own(expected.found));
      expect(got.found.packages?.length).toBeGreaterThan(0);
    });
  }
});

describe("a registry", () => {
  it.each([true, false])(
    "is asked for parts of a layer, if it serves ranges: %s",
    async (ranges) => {
      const server = await startRegistry({ ranges });
      const registry = { insecure: [server.host] };
      const repository = server.repository("acme/shop");
      const { blob, diffId, annotations } = packChunked("estargz", [
        ...entries,
        { path: "noise", content: randomised(Buffer.alloc(300_000)) },
      ]);
      const config = Buffer.from(
        JSON.stringify({ os: "linux", architecture: "amd64", rootfs: { diff_ids: [diffId] } }),
      );
      const described = (bytes: Buffer, mediaType: string) => ({
        mediaType,
        digest: repository.putBlob(bytes),
        size: bytes.length,
      });
      const mediaType = "application/vnd.oci.image.manifest.v1+json";
      const manifest = {
        schemaVersion: 2,
        mediaType,
        config: described(config, "application/vnd.oci.image.config.v1+json"),
        layers: [
          { ...described(blob, "application/vnd.oci.image.layer.v1.tar+gzip"), annotations },
        ],
      };
      repository.putManifest(Buffer.from(JSON.stringify(manifest)), mediaType, "1");
      const open = () =>
        openImage(`${server.host}/acme/shop:1`, { registry, platform: "linux/amd64" });
      const image = await open();
      const before = server.requests.length;
      const got = await walk(image, true, few);
      const asked = server.requests.slice(before).map(({ range }) => range);
      await image.close();
      if (ranges) expect(asked.every((range) => /^bytes=\d+-\d+$/.test(range ?? ""))).toBe(true);
      else expect(asked.at(-1)).toBeUndefined();
      const whole = await open();
      expect(got).toEqual({ ...(await walk(whole, false, few)), unverified: ranges ? [0] : [] });
      await whole.close();
      await server.close();
    },
  );
});

function big(toc: TocJson) {
  return toc.entries.find(({ name }) => name === "./usr/bin/big")!;
}

function randomised(bytes: Buffer): Buffer {
  let state = 12345;
  return bytes.map((byte) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return byte ^ (state >>> 16);
  }) as Buffer;
}
