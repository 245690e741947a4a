import { gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
  defaultWalkLimits,
  type Image,
  type Inspector,
  type LayerSpec,
  type WalkOptions,
  walkImage,
  writeTar,
} from "../../src/index.ts";
import { memoryImage } from "../support/image.ts";
import { everything, factsOf, manifests, privileged } from "../support/inspectors.ts";
import { rawHeader } from "../support/tar.ts";

const inspectors = [everything, manifests, privileged];
const walk = (image: Image, options: Partial<WalkOptions> = {}) =>
  walkImage(image, { inspectors, ...options });
const layer = (...names: string[]): LayerSpec => ({
  entries: names.map((path) => ({ path, content: path })),
});
const codes = (facts: { incomplete: readonly { code: string }[] }) =>
  facts.incomplete.map(({ code }) => code);

describe("walking an image", () => {
  it("gives each inspector what it wants, oldest layer first and by path", async () => {
    const image = memoryImage([
      layer("z", "a"),
      { entries: [{ path: "app/package.json", content: '{"name":"shop"}', mode: 0o4755 }] },
    ]);
    const facts = await walk(image);
    expect(facts.of(everything).map(({ path, layer }) => `${path}@${layer}`)).toEqual([
      "a@0",
      "z@0",
      "app/package.json@1",
    ]);
    expect(facts.of(manifests)).toEqual([{ path: "app/package.json", layer: 1, fact: "shop" }]);
    expect(facts.of(privileged)).toMatchObject([{ fact: "4755 0" }]);
    expect(facts.entryCounts).toEqual([2, 1]);
    expect(facts.unverified).toEqual([]);
  });

  it("finds the same in gzip, zstd and plain layers, whatever their media type says", async () => {
    const tar = writeTar([{ path: "a", content: "content" }]);
    const all = await Promise.all(
      [gzipSync(tar), zstdCompressSync(tar), tar].flatMap((bytes) =>
        [1, 3, 100_000].map(async (chunk) => {
          const image = memoryImage([{ tar }], () => bytes, chunk);
          return factsOf(await walk(withoutDigests(image)), inspectors);
        }),
      ),
    );
    for (const facts of all) expect(facts).toEqual(all[0]);
    expect(all[0]?.everything).toHaveLength(1);
  });

  it("reads gzip members and zstd frames that follow each other, and ignores padding behind gzip", async () => {
    const tar = writeTar([{ path: "a", content: "x".repeat(3000) }, { path: "b" }]);
    const parts = [tar.subarray(0, 700), tar.subarray(700, 1500), tar.subarray(1500)];
    const members = Buffer.concat([...parts.map((part) => gzipSync(part)), Buffer.alloc(300_000)]);
    const frames = Buffer.concat(parts.map((part) => zstdCompressSync(part)));
    for (const bytes of [members, frames]) {
      const facts = await walk(withoutDigests(memoryImage([{ tar }], () => bytes, 1000)));
      expect(facts.incomplete).toEqual([]);
      expect(facts.entryCounts).toEqual([2]);
    }
  });

  it("does not believe a layer whose blob is another one", async () => {
    const image = memoryImage([layer("good"), layer("kept")], (bytes, index) =>
      index === 0 ? gzipSync(writeTar([{ path: "evil" }])) : bytes,
    );
    const facts = await walk(image);
    expect(codes(facts)).toEqual(["DIGEST_MISMATCH"]);
    expect(facts.incomplete[0]?.layer).toBe(image.layers[0]?.diffId);
    expect(facts.of(everything).map(({ path }) => path)).toEqual(["kept"]);
    expect(facts.entryCounts).toEqual([0, 1]);
  });

  it("does not believe a layer whose content has another diffID than the configuration says", async () => {
    const image = memoryImage([layer("good")]);
    const lying = {
      ...image,
      layers: [{ ...image.layers[0]!, diffId: `sha256:${"0".repeat(64)}` }],
    };
    const facts = await walk(lying);
    expect(codes(facts)).toEqual(["DIGEST_MISMATCH"]);
    expect(facts.of(everything)).toEqual([]);
  });

  it("tells a damaged transfer from a layer that was always broken", async () => {
    const flipped = (bytes: Buffer) => {
      const copy = Buffer.from(bytes);
      copy[40]! ^= 0xff;
      return copy;
    };
    expect(codes(await walk(memoryImage([layer("a")], flipped)))).toEqual(["DIGEST_MISMATCH"]);
    const broken = Buffer.concat([
      writeTar([{ path: "a" }]).subarray(0, 512),
      Buffer.alloc(512, "x"),
    ]);
    const facts = await walk(memoryImage([{ tar: broken }]));
    expect(codes(facts)).toEqual(["MALFORMED"]);
    expect(facts.of(everything).map(({ path }) => path)).toEqual(["a"]);
  });

  it("keeps what it read of a layer that is cut off", async () => {
    const tar = writeTar([{ path: "a" }, { path: "b", content: "x".repeat(5000) }]).subarray(
      0,
      2000,
    );
    const facts = await walk(memoryImage([{ tar, compression: "none" }, layer("c")]));
    expect(codes(facts)).toEqual(["MALFORMED"]);
    expect(facts.of(everything).map(({ path }) => path)).toEqual(["a", "c"]);
  });

  it("reports a layer that cannot be fetched, and walks the others", async () => {
    const image = memoryImage([layer("a"), layer("b")]);
    const lost = { ...image.layers[0]!, content: () => Promise.reject(new Error("gone")) };
    const facts = await walk({ ...image, layers: [lost, image.layers[1]!] });
    expect(facts.incomplete).toMatchObject([
      { code: "INTERNAL", why: expect.stringContaining("gone") },
    ]);
    expect(facts.of(everything).map(({ path }) => path)).toEqual(["b"]);
  });

  it("reports an inspector's fault for the file, and goes on", async () => {
    const entries = [
      { path: "a/package.json", content: "{" },
      { path: "b/package.json", content: '{"name":"b"}' },
    ];
    const facts = await walk(memoryImage([{ entries }]));
    expect(facts.incomplete).toMatchObject([{ code: "INTERNAL", what: "a/package.json" }]);
    expect(facts.of(manifests).map(({ fact }) => fact)).toEqual(["b"]);
  });

  it("refuses two inspectors with one id", async () => {
    const twice = walk(memoryImage([]), { inspectors: [everything, everything] });
    await expect(twice).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });

  it("reports its progress layer by layer", async () => {
    const done: unknown[] = [];
    await walk(memoryImage([layer("a"), layer("b")]), {
      progress: (event) => done.push([event.phase, event.done, event.total]),
    });
    expect(done).toEqual([
      ["walk", 1, 2],
      ["walk", 2, 2],
    ]);
  });

  it("stops when it is aborted", async () => {
    const aborted = walk(memoryImage([layer("a")]), { signal: AbortSignal.abort() });
    await expect(aborted).rejects.toMatchObject({ code: "ABORTED" });
    const image = memoryImage([layer("a")]);
    async function* forever(): AsyncGenerator<Uint8Array> {
      for (;;) {
        yield Buffer.alloc(512);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    }
    const endless = {
      ...image.layers[0]!,
      content: async () => ({ kind: "stream" as const, stream: forever() }),
    };
    const walking = walk({ ...image, layers: [endless] }, { signal: AbortSignal.timeout(30) });
    await expect(walking).rejects.toMatchObject({ code: "ABORTED" });
  });
});

describe("hard links", () => {
  const named = (name: string): Inspector<string> => ({
    id: name,
    version: 1,
    wants: ({ path, type }) => (type === "file" && path === name ? 20 : undefined),
    inspect: (_entry, content) => content.toString(),
  });
  const entries = [
    { path: "bin/[", content: "busybox" },
    { path: "bin/busybox", type: "hardlink" as const, linkTarget: "bin/[" },
    { path: "bin/sh", type: "hardlink" as const, linkTarget: "bin/busybox" },
  ];

  it("share the facts of the file that they lead to", async () => {
    const it = named("bin/[");
    const facts = await walk(memoryImage([{ entries }]), { inspectors: [it] });
    expect(facts.of(it).map(({ path, fact }) => `${path} ${fact}`)).toEqual([
      "bin/[ busybox",
      "bin/busybox busybox",
      "bin/sh busybox",
    ]);
  });

  it("are looked at again when only the link's name is wanted", async () => {
    for (const name of ["bin/busybox", "bin/sh"]) {
      const it = named(name);
      const facts = await walk(memoryImage([{ entries }]), { inspectors: [it] });
      expect(facts.of(it)).toEqual([{ path: name, layer: 0, fact: "busybox" }]);
    }
  });

  it("that lead nowhere or in circles have no facts", async () => {
    const circle = [
      { path: "a", type: "hardlink" as const, linkTarget: "b" },
      { path: "b", type: "hardlink" as const, linkTarget: "a" },
      { path: "c", type: "hardlink" as const, linkTarget: "c" },
      { path: "d", type: "hardlink" as const, linkTarget: "../../etc/shadow" },
    ];
    const all = ["a", "b", "c", "d"].map(named);
    const facts = await walk(memoryImage([{ entries: circle }]), { inspectors: all });
    expect(all.flatMap((it) => facts.of(it))).toEqual([]);
  });
});

describe("limits", () => {
  it("give the leading bytes of a huge file, and say so", async () => {
    const image = memoryImage([{ entries: [{ path: "huge", content: "x".repeat(5000) }] }]);
    const facts = await walk(image, { limits: { fileBytes: 100 } });
    expect(codes(facts)).toEqual(["LIMIT_EXCEEDED"]);
    expect(facts.of(everything)[0]?.fact.content).toHaveLength(100);
  });

  it("stop a layer with too many entries, and keep those before", async () => {
    const image = memoryImage([layer("a", "b", "c"), layer("d")]);
    const facts = await walk(image, { limits: { entries: 2 } });
    expect(codes(facts)).toEqual(["LIMIT_EXCEEDED"]);
    expect(facts.of(everything).map(({ path }) => path)).toEqual(["a", "b", "d"]);
  });

  it("stop paths and facts that fill memory", async () => {
    const image = memoryImage([layer(...Array.from({ length: 50 }, (_, i) => `file-${i}`))]);
    expect(codes(await walk(image, { limits: { pathsLength: 100 } }))).toEqual(["LIMIT_EXCEEDED"]);
    expect(codes(await walk(image, { limits: { factBytes: 500 } }))).toEqual(["LIMIT_EXCEEDED"]);
  });

  it("stop a bomb by its ratio and by its size, after few bytes", async () => {
    const bomb = gzipSync(
      Buffer.concat([rawHeader({ size: "07777777777\0" }), Buffer.alloc(40 << 20)]),
    );
    const image = () => withoutDigests(memoryImage([{ tar: Buffer.alloc(0) }], () => bomb));
    const byRatio = await walk(image(), { limits: { ratioFloorBytes: 1 << 20 } });
    expect(byRatio.incomplete.at(-1)?.why).toContain("times its size");
    const bySize = await walk(image(), { limits: { layerBytes: 1 << 20 } });
    expect(bySize.incomplete.at(-1)?.why).toContain("more than 1048576 bytes");
  });

  it("stop holes of sparse files that somebody wants filled", async () => {
    const hole = Buffer.concat([
      rawHeader({
        typeflag: "S",
        magic: "ustar  \0",
        edit: (it) => void it.write("07777777777\0", 483),
      }),
    ]);
    const tar = Buffer.concat(Array.from({ length: 100 }, () => hole));
    const limits = { ratioFloorBytes: 1 << 20, fileBytes: 1 << 19 };
    const facts = await walk(memoryImage([{ tar, compression: "none" }]), { limits });
    expect(codes(facts)).toContain("LIMIT_EXCEEDED");
    expect(facts.entryCounts[0]).toBeLessThan(5);
  });

  it("bound the list of what could not be inspected", async () => {
    const entries = Array.from({ length: 500 }, (_, i) => ({ path: `../${i}` }));
    const facts = await walk(memoryImage([{ entries }]));
    expect(facts.incomplete).toHaveLength(defaultWalkLimits.incomplete + 1);
    expect(facts.incomplete.at(-1)?.why).toBe("300 more files were not inspected");
  });
});

function withoutDigests(image: Image): Image {
  // The diffID still holds for the archive; the blob may be packed in another way.
  return { ...image, layers: image.layers.map(({ digest: _, ...rest }) => rest) };
}
